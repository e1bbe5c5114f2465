package org.guideddescent.curvature;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import java.util.Optional;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is summed up from the tapes of one layer [m outputs × n inputs]; G = Σ δ āᵀ over the positions is an example's gradient. */
interface Statistic {
    /**
     * Takes one tape.
     *
     * @param weight of this pass: 1 over the passes that are averaged
     */
    void see(Tape tape, double weight);

    /**
     * The factors of K-FAC.
     * <pre>  A = mean ā āᵀ over rows,   Γ = mean Σ δ δᵀ over examples, the sum over the rows of one  </pre>
     * Martens and Grosse, 2015, Section 5, arXiv:1503.05671; for several positions "expand" of Eschenhagen et al., 2023,
     * arXiv:2311.00636.
     */
    final class Factors implements Statistic {
        private final Ops ops;
        private final INDArray a;
        private final INDArray gamma;
        private int tapes;

        Factors(Ops ops, DataType type, int m, int n) {
            this.ops = ops;
            a = Nd4j.create(type, n, n);
            gamma = Nd4j.create(type, m, m);
        }

        @Override
        public void see(Tape tape, double weight) {
            ops.syrk(true, 1.0 / tape.inputs().size(0), tape.inputs(), 1, a);
            ops.syrk(true, weight * tape.examples(), tape.grads(), 1, gamma);
            tapes++;
        }

        /** A [n × n]. */
        INDArray a() {
            return a.div(tapes);
        }

        /** Γ [m × m]. */
        INDArray gamma() {
            return gamma;
        }
    }

    /** The sides of Shampoo: L = mean G Gᵀ and R = mean Gᵀ G over examples. Gupta et al., 2018, arXiv:1802.09568. */
    final class Sides implements Statistic {
        private final Ops ops;
        private final INDArray left;
        private final INDArray right;

        Sides(Ops ops, DataType type, int m, int n) {
            this.ops = ops;
            left = Nd4j.create(type, m, m);
            right = Nd4j.create(type, n, n);
        }

        @Override
        public void see(Tape tape, double weight) {
            var gradient = Nd4j.create(left.dataType(), left.size(0), right.size(0));
            for (int i = 0; i < tape.examples(); i++) {
                ops.gemm(true, false, 1, tape.grads(i), tape.inputs(i), 0, gradient);
                ops.syrk(false, weight * tape.examples(), gradient, 1, left);
                ops.syrk(true, weight * tape.examples(), gradient, 1, right);
            }
        }

        /** L [m × m]. */
        INDArray left() {
            return left;
        }

        /** R [n × n]. */
        INDArray right() {
            return right;
        }
    }

    /** S = mean (U_Γᵀ G U_A)² entry by entry [m × n]: the diagonal in the bases, or the plain one without. */
    final class Squares implements Statistic {
        private static final Program ADD_SQUARE = new Program(
                2, 1, List.of(new Program.Write(1, load(1).plus(scalar(0).times(square(load(0)))))));

        private final Ops ops;
        private final Optional<Bases> bases;
        private final INDArray gradient;
        private final INDArray sum;
        private final Compiled addSquare;

        Squares(Ops ops, DataType type, int m, int n, Optional<Bases> bases) {
            this.ops = ops;
            this.bases = bases;
            gradient = Nd4j.create(type, m, n);
            sum = Nd4j.create(type, m, n);
            addSquare = ops.compile(ADD_SQUARE, gradient, sum);
        }

        @Override
        public void see(Tape tape, double weight) {
            double[] scale = {weight * tape.examples()};
            var turned = bases.isPresent() ? turn(tape, bases.get()) : tape;
            for (int i = 0; i < tape.examples(); i++) {
                ops.gemm(true, false, 1, turned.grads(i), turned.inputs(i), 0, gradient);
                addSquare.run(scale);
            }
        }

        private Tape turn(Tape tape, Bases to) {
            var inputs = tape.inputs().ulike();
            var grads = tape.grads().ulike();
            ops.gemm(false, false, 1, tape.inputs(), to.inputs(), 0, inputs);
            ops.gemm(false, false, 1, tape.grads(), to.outputs(), 0, grads);
            return new Tape(inputs, grads, tape.examples(), tape.positions());
        }

        /** S [m × n]. */
        INDArray sum() {
            return sum;
        }
    }
}
