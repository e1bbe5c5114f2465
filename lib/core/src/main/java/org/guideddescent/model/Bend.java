package org.guideddescent.model;

import java.util.List;
import org.guideddescent.compute.Activation;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How an activation bends: dy ⊙ f″(x) ⊙ ẋ.
 * <pre>
 *   tanh      f″ = −2 t (1 − t²)                               t = tanh x
 *   GELU      f″ = (1 − t²) (s′ + x (s″/2 − t s′²))            t = tanh s,  s = √(2/π) (x + 0.044715 x³)
 *   sigmoid   f″ = t (1 − t) (1 − 2t)                          t = σ(x)
 *   SiLU      f″ = t (1 − t) (2 + x (1 − 2t))
 *   x²        f″ = 2
 *   Hermite   f″ = √2 (second),  √6 x (third)
 * </pre>
 */
final class Bend {
    private static final double SCALE = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;
    private static final double[] NO_SCALARS = {};

    private final Ops ops;
    private final Activation f;
    private final DataType type;
    private final int rows;
    private final int width;
    /** x, its speed and dy as copies, then t: compiled loops are tied to their arrays, callers' arrays change. */
    private final INDArray[] own = new INDArray[4];

    private Compiled inner;
    private Compiled product;

    Bend(Ops ops, Activation f, DataType type, int rows, int width) {
        this.ops = ops;
        this.f = f;
        this.type = type;
        this.rows = rows;
        this.width = width;
    }

    /** Not for the ReLU, which has no bend. Nothing is modified; the result is borrowed until the next call. */
    INDArray of(INDArray x, INDArray xDot, INDArray dy) {
        if (product == null) {
            make();
        }
        ops.copy(x, own[0]);
        ops.copy(xDot, own[1]);
        ops.copy(dy, own[2]);
        switch (f) {
            case GELU -> {
                inner.run(NO_SCALARS);
                ops.activate(Activation.TANH, own[3], own[3]);
            }
            case TANH, SIGMOID -> ops.activate(f, x, own[3]);
            case SILU -> ops.activate(Activation.SIGMOID, x, own[3]);
            case RELU, QUADRATIC, HERMITE2, HERMITE3 -> {} // Without t.
        }
        product.run(NO_SCALARS);
        return own[1];
    }

    private void make() {
        for (int i = 0; i < own.length; i++) {
            own[i] = Nd4j.create(type, rows, width);
        }
        var x = Expr.load(0);
        if (f == Activation.GELU) {
            var s = Expr.square(x).times(CUBIC).plus(1).times(x).times(SCALE);
            inner = ops.compile(new Program(4, 0, List.of(new Program.Write(3, s))), own);
        }
        var bend = second(x, Expr.load(3)).times(Expr.load(1)).times(Expr.load(2));
        product = ops.compile(new Program(4, 0, List.of(new Program.Write(1, bend))), own);
    }

    /** f″(x). */
    private Expr second(Expr x, Expr t) {
        return switch (f) {
            case RELU -> Expr.constant(0);
            case TANH -> sech2(t).times(t).times(-2);
            case GELU -> gelu(x, t);
            case SIGMOID -> logistic(t).times(t.times(-2).plus(1));
            case SILU -> logistic(t).times(x.times(t.times(-2).plus(1)).plus(2));
            case QUADRATIC -> Expr.constant(2);
            case HERMITE2 -> Expr.constant(Math.sqrt(2));
            case HERMITE3 -> x.times(Math.sqrt(6));
        };
    }

    private static Expr gelu(Expr x, Expr t) {
        var slope = Expr.square(x).times(3 * CUBIC).plus(1).times(SCALE);
        return sech2(t).times(slope.plus(x.times(x.times(3 * SCALE * CUBIC).minus(t.times(Expr.square(slope))))));
    }

    private static Expr sech2(Expr t) {
        return Expr.constant(1).minus(t).times(t.plus(1));
    }

    private static Expr logistic(Expr t) {
        return Expr.constant(1).minus(t).times(t);
    }
}
