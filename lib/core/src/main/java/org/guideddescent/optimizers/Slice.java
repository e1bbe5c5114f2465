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
 * Points are tried on a copy of the weights, so that the weights stay where they are whatever happens. The copy and the
 * arguments of products are vectors of the whole layout, zero or as the weights outside the scope.
 */
final class Slice {
    private final Ops ops;
    private final Scope scope;
    private final long n;
    private final ParamVector point;
    private final ParamVector told;
    private final ParamVector argument;
    private final List<INDArray> thetaRuns;
    private final List<INDArray> directionRuns;
    private final List<INDArray> pointRuns;
    private final List<INDArray> toldRuns;
    private final List<INDArray> argumentRuns;
    private Oracle oracle;

    /** products: whether products with curvature will be asked for, which takes one vector more. */
    Slice(Scope scope, boolean products) {
        this.scope = scope;
        ops = scope.ops();
        n = scope.size();
        point = scope.theta().like();
        told = scope.theta().like();
        argument = products ? scope.theta().like() : told;
        thetaRuns = scope.thetaRuns();
        directionRuns = scope.directionRuns();
        pointRuns = scope.runs(point);
        toldRuns = scope.runs(told);
        argumentRuns = scope.runs(argument);
    }

    /** How many numbers. */
    long n() {
        return n;
    }

    /** From now on all answers are about this step. */
    void begin(Step step) {
        oracle = step.oracle();
        ops.copy(scope.theta().flat(), point.flat());
    }

    /** Examples in the step's batch. */
    int batchSize() {
        return oracle.batch().size();
    }

    /** x ← the weights. */
    Windows weights(INDArray x) {
        return new Windows(thetaRuns, windows(x, thetaRuns));
    }

    /** d ← the direction, with {@link Windows#gather}, and back. */
    Windows direction(INDArray d) {
        return new Windows(directionRuns, windows(d, directionRuns));
    }

    /** A place to try, x: the loss and its gradient g there. */
    Place place(INDArray x, INDArray g) {
        return new Place(new Windows(pointRuns, windows(x, pointRuns)), new Windows(toldRuns, windows(g, toldRuns)));
    }

    /** Products out = A v at the weights of the step. */
    Products products(INDArray v, INDArray out) {
        return new Products(
                new Windows(argumentRuns, windows(v, argumentRuns)), new Windows(toldRuns, windows(out, toldRuns)));
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
        private final Windows x;
        private final Windows g;

        private Place(Windows x, Windows g) {
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

    /** Products with curvature at the weights. */
    final class Products {
        private final Windows v;
        private final Windows out;

        private Products(Windows v, Windows out) {
            this.v = v;
            this.out = out;
        }

        /** out ← A v. */
        void times(CurvatureMatrix kind) {
            v.scatter();
            if (kind == CurvatureMatrix.HESSIAN) {
                oracle.hessianTimes(scope.theta(), argument, told);
            } else {
                oracle.gaussNewtonTimes(scope.theta(), argument, told);
            }
            out.gather();
        }

        /** out ← the gradient on targets that the model draws. */
        void sampledGradient(long key) {
            oracle.sampledGradient(scope.theta(), key, told, LayerObserver.NONE);
            out.gather();
        }
    }
}
