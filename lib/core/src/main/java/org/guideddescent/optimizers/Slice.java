package org.guideddescent.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Oracle;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Step;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The loss as a function of a scope's parameters alone, side by side in one vector of n numbers, on the batch of a step.
 * Points are tried on a copy of the weights, so that the weights stay where they are whatever happens.
 */
final class Slice {
    private final Ops ops;
    private final Scope scope;
    private final long n;
    private final ParamVector told;
    private final List<INDArray> thetaRuns;
    private final List<INDArray> directionRuns;
    private final List<INDArray> toldRuns;
    private final List<ParamVector> points = new ArrayList<>();
    private Oracle oracle;

    Slice(Scope scope) {
        this.scope = scope;
        ops = scope.ops();
        n = scope.size();
        told = scope.theta().like();
        thetaRuns = scope.thetaRuns();
        directionRuns = scope.directionRuns();
        toldRuns = scope.runs(told);
    }

    /** How many numbers. */
    long n() {
        return n;
    }

    /** How many numbers, for a rule that keeps a matrix of n × n numbers. instead: a rule for more. */
    int few(Object rule, int most, String instead) {
        if (n > most) {
            throw new IllegalArgumentException(rule + " keeps a matrix of n × n numbers and takes n = " + most
                    + " parameters at most, got " + n + "; use " + instead);
        }
        return (int) n;
    }

    /** From now on all answers are about this step. */
    void begin(Step step) {
        oracle = step.oracle();
        for (int i = 0; i < points.size(); i++) {
            ops.copy(scope.theta().flat(), points.get(i).flat());
        }
    }

    /** x ← the weights. */
    Windows weights(INDArray x) {
        return new Windows(thetaRuns, windows(x, thetaRuns));
    }

    /** d ← the direction, with {@link Windows#gather}, and back. */
    Windows direction(INDArray d) {
        return new Windows(directionRuns, windows(d, directionRuns));
    }

    /** A place to try, x: the loss and its gradient g there. Keeps one more copy of all weights. */
    Place place(INDArray x, INDArray g) {
        var point = scope.theta().like();
        points.add(point);
        var runs = scope.runs(point);
        return new Place(point, new Windows(runs, windows(x, runs)), new Windows(toldRuns, windows(g, toldRuns)));
    }

    /** Products out = A v at the weights of the step. Keeps one more vector of the layout, zero outside the scope. */
    Products products(INDArray v, INDArray out) {
        var argument = scope.theta().like();
        var runs = scope.runs(argument);
        return new Products(
                argument, new Windows(runs, windows(v, runs)), new Windows(toldRuns, windows(out, toldRuns)));
    }

    /** Gradients g at the weights of the step, on targets that the model draws. */
    Samples samples(INDArray g) {
        return new Samples(new Windows(toldRuns, windows(g, toldRuns)));
    }

    private static List<INDArray> windows(INDArray packed, List<INDArray> runs) {
        var windows = new ArrayList<INDArray>();
        long from = 0;
        for (var run : runs) {
            windows.add(Scope.window(packed, from, from + run.length()));
            from += run.length();
        }
        return windows;
    }

    /** The part of a packed vector that belongs to each parameter, as rows and columns. */
    List<INDArray> matrices(INDArray packed) {
        var all = new ArrayList<INDArray>();
        long from = 0;
        for (var p : scope.params()) {
            all.add(Scope.window(packed, from, from + p.size()).reshape('c', true, p.rows(), p.cols()));
            from += p.size();
        }
        return all;
    }

    /** The learning rates of the parameters, in the order of {@link #matrices}. */
    List<LongToDoubleFunction> rates() {
        return scope.params().stream().map(scope::rate).toList();
    }

    /** Windows of a vector of the layout and the same of a packed one. */
    final class Windows {
        private final List<INDArray> spread;
        private final List<INDArray> packed;

        private Windows(List<INDArray> spread, List<INDArray> packed) {
            this.spread = spread;
            this.packed = packed;
        }

        /** The packed vector takes the numbers of the layout's. */
        void gather() {
            for (int i = 0; i < packed.size(); i++) {
                ops.copy(spread.get(i), packed.get(i));
            }
        }

        /** The layout's takes the numbers of the packed one. */
        void scatter() {
            for (int i = 0; i < packed.size(); i++) {
                ops.copy(packed.get(i), spread.get(i));
            }
        }
    }

    /** Where the loss is asked for. */
    final class Place {
        private final ParamVector point;
        private final Windows x;
        private final Windows g;

        private Place(ParamVector point, Windows x, Windows g) {
            this.point = point;
            this.x = x;
            this.g = g;
        }

        /** The loss at x. */
        double loss() {
            x.scatter();
            return oracle.loss(point);
        }

        /** The loss at x; g becomes the gradient. */
        double gradient() {
            x.scatter();
            double loss = oracle.gradient(point, told);
            g.gather();
            return loss;
        }
    }
    /** Products with curvature. */
    final class Products {
        private final ParamVector argument;
        private final Windows v;
        private final Windows out;

        private Products(ParamVector argument, Windows v, Windows out) {
            this.argument = argument;
            this.v = v;
            this.out = out;
        }

        /** out ← A v. */
        void times(CurvatureMatrix a) {
            v.scatter();
            a.times(oracle, scope.theta(), argument, told);
            out.gather();
        }
    }

    /** Gradients on drawn targets. */
    final class Samples {
        private final Windows g;

        private Samples(Windows g) {
            this.g = g;
        }

        /** g ← the gradient for this draw, equal for equal keys; returns how many examples the step has. */
        int gradient(long key) {
            oracle.sampledGradient(scope.theta(), key, told, LayerObserver.NONE);
            g.gather();
            return oracle.examples();
        }
    }
}
