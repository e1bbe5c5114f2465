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
 *   tanh   f″ = −2 t (1 − t²)                               t = tanh x
 *   GELU   f″ = (1 − t²) (s′ + x (s″/2 − t s′²))            t = tanh s,  s = √(2/π) (x + 0.044715 x³)
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
        inner.run(NO_SCALARS);
        ops.activate(Activation.TANH, own[3], own[3]);
        product.run(NO_SCALARS);
        return own[1];
    }

    private void make() {
        for (int i = 0; i < own.length; i++) {
            own[i] = Nd4j.create(type, rows, width);
        }
        var x = Expr.load(0);
        var t = Expr.load(3);
        var sech2 = Expr.constant(1).minus(t).times(t.plus(1));
        var x2 = Expr.square(x);
        var slope = x2.times(3 * CUBIC).plus(1).times(SCALE);
        var gelu = sech2.times(slope.plus(x.times(x.times(3 * SCALE * CUBIC).minus(t.times(Expr.square(slope))))));
        var tanh = sech2.times(t).times(-2);
        var s = f == Activation.TANH ? x : x2.times(CUBIC).plus(1).times(x).times(SCALE);
        var second = f == Activation.TANH ? tanh : gelu;
        inner = ops.compile(new Program(4, 0, List.of(new Program.Write(3, s))), own);
        product = ops.compile(
                new Program(
                        4,
                        0,
                        List.of(new Program.Write(1, second.times(Expr.load(1)).times(Expr.load(2))))),
                own);
    }
}
