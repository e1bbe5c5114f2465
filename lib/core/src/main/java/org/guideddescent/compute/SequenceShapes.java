package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What the primitives of {@link SequenceOps} demand of their arrays, said once; nothing allocates unless it refuses. */
final class SequenceShapes {
    private SequenceShapes() {}

    static void products(
            boolean transposeA,
            boolean transposeB,
            INDArray a,
            Blocks ofA,
            INDArray b,
            Blocks ofB,
            INDArray c,
            Blocks ofC) {
        var op = "blockProducts";
        Shapes.arrays(op, a, b);
        Shapes.arrays(op, a, c);
        ofA.within(op, a);
        ofB.within(op, b);
        ofC.within(op, c);
        boolean together = ofA.outer() == ofC.outer()
                && ofB.outer() == ofC.outer()
                && ofA.inner() == ofC.inner()
                && ofB.inner() == ofC.inner();
        int m = transposeA ? ofA.columns() : ofA.rows();
        int k = transposeA ? ofA.rows() : ofA.columns();
        int kb = transposeB ? ofB.columns() : ofB.rows();
        int n = transposeB ? ofB.rows() : ofB.columns();
        if (!together || k != kb || m != ofC.rows() || n != ofC.columns()) {
            throw new IllegalArgumentException(op + ": " + text(ofA, transposeA) + " times " + text(ofB, transposeB)
                    + " does not fit " + text(ofC, false));
        }
        if (!ofC.apart()) {
            throw new IllegalArgumentException(op + ": the output's blocks overlap: " + ofC);
        }
    }

    private static String text(Blocks blocks, boolean transpose) {
        return blocks.outer() + "·" + blocks.inner() + " blocks [" + blocks.rows() + "×" + blocks.columns() + "]"
                + (transpose ? "ᵀ" : "");
    }

    static void causal(INDArray scores) {
        Shapes.array("causalSoftmax", scores);
        long positions = Shapes.columns(scores);
        if (Shapes.rows(scores) % positions != 0) {
            throw new IllegalArgumentException("causalSoftmax: " + Shapes.text(scores)
                    + " is not a stack of square blocks: " + Shapes.rows(scores) + " rows are no multiple of "
                    + positions);
        }
    }

    /** Matrices of one shape. */
    static void same(String op, INDArray x, INDArray y, INDArray z) {
        Shapes.same(op, x, y);
        Shapes.same(op, x, z);
    }

    static void epsilon(double epsilon) {
        if (!(epsilon >= 0)) {
            throw new IllegalArgumentException("normalizeRows: epsilon must not be negative, got " + epsilon);
        }
    }

    /** A vector with a number for each row of x. */
    static void perRow(String op, INDArray v, INDArray x) {
        Shapes.vector(op, v, Shapes.rows(x), x);
    }

    /** A vector with a number for each column of x. */
    static void perColumn(String op, INDArray v, INDArray x) {
        Shapes.vector(op, v, Shapes.columns(x), x);
    }

    /** A table whose rows go a whole number of times into those of x. */
    static void repeated(String op, INDArray table, INDArray x) {
        Shapes.arrays(op, table, x);
        if (Shapes.columns(table) != Shapes.columns(x) || Shapes.rows(x) % Shapes.rows(table) != 0) {
            throw new IllegalArgumentException(
                    op + ": " + Shapes.text(x) + " is not a stack of tables " + Shapes.text(table));
        }
    }

    static void indexed(String op, INDArray table, INDArray indices, INDArray x) {
        Shapes.arrays(op, table, x);
        perRow(op, indices, x);
        if (Shapes.columns(table) != Shapes.columns(x)) {
            throw new IllegalArgumentException(op + ": the table " + Shapes.text(table) + " and the rows "
                    + Shapes.text(x) + " have different columns");
        }
    }
}
