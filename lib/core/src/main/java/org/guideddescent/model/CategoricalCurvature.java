package org.guideddescent.model;

import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Draws;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The second derivative of the softmax cross-entropy, and its root.
 * <pre>
 *   ∂²ℓ/∂z² = m (diag p − p pᵀ) = S Sᵀ          column c of S: √(m p_c) (e_c − p)
 * </pre>
 * with p the softmax of z and m the sum of the target's probabilities, 1 for a class. Targets are drawn as classes.
 */
final class CategoricalCurvature implements LossCurvature {
    private static final double[] NO_SCALARS = {};

    private final Ops ops;
    private final int rows;
    private final int outputs;
    /** m / n in every column of a row; the same for all rows of classes. */
    private final INDArray mass;

    private final INDArray p;
    private final INDArray result;
    /** A number of each row, repeated along it. */
    private final INDArray along;

    private final INDArray classes;
    private final INDArray perRow;
    private final INDArray ones;
    private final INDArray onesAcross;
    private final INDArray onesDown;
    private final INDArray unit;
    private final INDArray unitAcross;
    private final PositionMask mask;
    private final Compiled weigh;
    private final Compiled center;
    private final Compiled rootOfMass;

    CategoricalCurvature(Ops ops, DataType type, int rows, int outputs, int positions) {
        mask = new PositionMask(ops, type, rows, positions);
        this.ops = ops;
        this.rows = rows;
        this.outputs = outputs;
        mass = Nd4j.create(type, rows, outputs);
        p = Nd4j.create(type, rows, outputs);
        result = Nd4j.create(type, rows, outputs);
        along = Nd4j.create(type, rows, outputs);
        classes = Nd4j.create(type, rows, 1);
        perRow = Nd4j.create(type, rows, 1);
        ones = Nd4j.ones(type, outputs, 1);
        onesAcross = Nd4j.ones(type, 1, outputs);
        onesDown = Nd4j.ones(type, rows, 1);
        unit = Nd4j.create(type, outputs, 1);
        unitAcross = unit.reshape('c', true, 1, outputs);
        weigh = compile(Expr.load(1).times(Expr.load(2)));
        center = compile(Expr.load(0).times(Expr.load(2).minus(Expr.load(1).times(Expr.load(3)))));
        // result holds e_c, along p_c; one 1/√n is in √(m/n), the other is added here.
        rootOfMass = compile(Expr.load(2)
                .minus(Expr.load(1))
                .times(Expr.sqrt(Expr.load(0).times(Expr.load(3))))
                .times(1 / Math.sqrt(rows)));
    }

    private Compiled compile(Expr value) {
        return ops.compile(new Program(4, 0, List.of(new Program.Write(2, value))), mass, p, result, along);
    }

    @Override
    public INDArray times(INDArray outputs, INDArray targets, INDArray v) {
        look(outputs, targets);
        ops.copy(v, result);
        weigh.run(NO_SCALARS);
        ops.gemm(false, false, 1, result, ones, 0, perRow);
        ops.gemm(false, false, 1, perRow, onesAcross, 0, along);
        center.run(NO_SCALARS);
        return result;
    }

    @Override
    public INDArray rootColumn(INDArray outputs, INDArray targets, int c) {
        look(outputs, targets);
        ops.fill(0, unit);
        unit.data().put(c % this.outputs, 1.0);
        ops.gemm(false, false, 1, p, unit, 0, perRow);
        ops.gemm(false, false, 1, perRow, onesAcross, 0, along);
        ops.gemm(false, false, 1, onesDown, unitAcross, 0, result);
        rootOfMass.run(NO_SCALARS);
        mask.keep(c / this.outputs, result);
        return result;
    }

    private void look(INDArray outputs, INDArray targets) {
        ops.softmax(outputs, p);
        if (targets.size(1) == 1) {
            ops.fill(1.0 / rows, mass);
        } else {
            ops.gemm(false, false, 1.0 / rows, targets, ones, 0, perRow);
            ops.gemm(false, false, 1, perRow, onesAcross, 0, mass);
        }
    }

    @Override
    public INDArray draw(INDArray logits, long key) {
        ops.softmax(logits, p);
        // Through the buffers, since a call of getDouble(i, j) makes garbage.
        var probabilities = p.data();
        var chosen = classes.data();
        for (int i = 0; i < rows; i++) {
            long at = (long) i * outputs;
            double left = Draws.uniform(key, i);
            int c = 0;
            // Rounding may leave a little at the end: it goes to the last class.
            while (c < outputs - 1 && left >= probabilities.getDouble(at + c)) {
                left -= probabilities.getDouble(at + c);
                c++;
            }
            chosen.put(i, c);
        }
        return classes;
    }
}
