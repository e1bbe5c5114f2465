package org.guideddescent.optimizers;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.objective.Oracle;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An optimizer on five parameters whose gradients are random, ½·0.3‖θ‖² and a slope that changes from step to step. */
final class Walk {
    static final Layout LAYOUT = Layout.builder()
            .add("w1", Role.INPUT, 4, 3)
            .add("b1", Role.BIAS, 4, 1)
            .add("w2", Role.HIDDEN, 4, 4)
            .add("b2", Role.BIAS, 4, 1)
            .add("w3", Role.OUTPUT, 2, 4)
            .build();
    static final int N = (int) LAYOUT.size();

    final ParamVector theta;
    final Optimizer optimizer;
    final Bowl bowl;

    Walk(Transform rule) {
        this(rule, DataType.DOUBLE);
    }

    Walk(Transform rule, DataType type) {
        theta = ParamVector.zeros(LAYOUT, type);
        put(Trial.start(N), theta);
        optimizer = new Optimizer(rule, theta);
        bowl = new Bowl();
    }

    /** n steps, the gradient in a vector of the optimizer's own. */
    Walk steps(int n) {
        for (int i = 0; i < n; i++) {
            step(optimizer.gradient());
        }
        return this;
    }

    /** One step with the gradient in that vector. */
    void step(ParamVector grad) {
        bowl.t = optimizer.steps() + 1;
        double loss = bowl.gradient(theta, Batch.NONE, grad);
        optimizer.step(grad, loss, new Oracle(bowl, Batch.NONE));
    }

    /** One step with that gradient and loss. */
    void step(double[] g, double loss) {
        put(g, optimizer.gradient());
        bowl.t = optimizer.steps() + 1;
        optimizer.step(optimizer.gradient(), loss, new Oracle(bowl, Batch.NONE));
    }

    double[] weights() {
        return doubles(theta.flat());
    }

    double[] averaged() {
        return doubles(optimizer.evaluationWeights().flat());
    }

    /** The weights of one parameter. */
    double[] weights(String name) {
        var p = LAYOUT.named(name);
        return Arrays.copyOfRange(weights(), (int) p.offset(), (int) p.end());
    }

    /** A copy of all state. */
    Map<String, double[]> state() {
        var copy = new TreeMap<String, double[]>();
        optimizer.state().forEach((name, a) -> copy.put(name, doubles(a)));
        return copy;
    }

    /** The iterate z that the gradient moves, of the one average in the rule. */
    double[] z() {
        return state().entrySet().stream()
                .filter(e -> e.getKey().endsWith("/z"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** A number of the state. */
    double number(String name) {
        return optimizer.state().get(name).getDouble(0);
    }

    static double[] doubles(INDArray a) {
        return a.castTo(DataType.DOUBLE).reshape(a.length()).toDoubleVector();
    }

    static void put(double[] x, ParamVector v) {
        v.flat().assign(Nd4j.createFromArray(x).castTo(v.type()));
    }

    static double[] slope(long t) {
        return new Random(300 + t).doubles(N).map(u -> 2 * u - 1).toArray();
    }

    /** What the gradient at x should be in step t. */
    static double[] gradient(double[] x, long t) {
        double[] g = slope(t);
        for (int i = 0; i < N; i++) {
            g[i] += 0.3 * x[i];
        }
        return g;
    }

    /** Counts how often it is asked. */
    static final class Bowl implements Objective {
        long t = 1;
        int asked;
        /** What the slope is multiplied by. */
        double scale = 1;

        @Override
        public Layout layout() {
            return LAYOUT;
        }

        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            asked++;
            double[] x = doubles(theta.flat());
            double[] s = slope(t);
            double loss = 0;
            double[] g = new double[N];
            for (int i = 0; i < N; i++) {
                g[i] = scale * (0.3 * x[i] + s[i]);
                loss += scale * (0.15 * x[i] * x[i] + s[i] * x[i]);
            }
            put(g, grad);
            return loss;
        }

        @Override
        public String toString() {
            return "a bowl";
        }
    }
}
