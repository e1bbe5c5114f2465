package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where equally shaped blocks lie in an array, in two nested loops.
 * <pre>  entry (r, c) of block (o, i) = number  offset + o outerStride + i innerStride + r rowStride + c  </pre>
 * All distances are counted in numbers from the array's first; the array lies in one piece.
 *
 * @param rows rows of a block
 * @param columns columns of a block, side by side
 * @param offset where block (0, 0) begins
 * @param rowStride from one row of a block to the next
 * @param outer how many o there are
 * @param outerStride from o to o + 1
 * @param inner how many i there are for each o
 * @param innerStride from i to i + 1
 */
public record Blocks(
        int rows, int columns, long offset, long rowStride, int outer, long outerStride, int inner, long innerStride) {
    /**
     * Refuses blocks without numbers, overlapping rows and negative distances.
     *
     * @param rows rows of a block
     * @param columns columns of a block, side by side
     * @param offset where block (0, 0) begins
     * @param rowStride from one row of a block to the next
     * @param outer how many o there are
     * @param outerStride from o to o + 1
     * @param inner how many i there are for each o
     * @param innerStride from i to i + 1
     * @throws IllegalArgumentException if a count is below 1, a distance is negative, or rows are nearer than their
     *     columns
     */
    public Blocks {
        if (rows < 1 || columns < 1 || outer < 1 || inner < 1) {
            throw new IllegalArgumentException("blocks need at least one row, column, outer and inner, got " + rows
                    + "×" + columns + ", " + outer + " and " + inner);
        }
        if (offset < 0 || rowStride < columns || outerStride < 0 || innerStride < 0) {
            throw new IllegalArgumentException("blocks of " + columns + " columns need rows at least as far apart and "
                    + "no negative distance, got offset " + offset + ", row stride " + rowStride + ", outer stride "
                    + outerStride + " and inner stride " + innerStride);
        }
    }

    /**
     * {@return whole matrices [rows × columns] one after the other: block (o, i) is number o inner + i}
     *
     * @param outer blocks along the slow index, at least 1
     * @param inner blocks along the fast index, at least 1
     * @param rows rows of a block, at least 1
     * @param columns columns of a block, at least 1
     */
    public static Blocks stacked(int outer, int inner, int rows, int columns) {
        long size = (long) rows * columns;
        return new Blocks(rows, columns, 0, columns, outer, inner * size, inner, size);
    }

    /**
     * {@return the heads of a matrix [examples · positions × parts · heads · width] whose columns are split into parts
     * (such as queries, keys and values), then into heads: block (o, i) is head i of example o in that part}
     *
     * @param examples examples in the matrix, which number the blocks slowly
     * @param positions rows of one example
     * @param heads heads of each part, which number the blocks fast
     * @param width columns of one head
     * @param parts equal parts that the columns are split into, 1 or more
     * @param part which of them, from 0
     */
    public static Blocks heads(int examples, int positions, int heads, int width, int parts, int part) {
        if (part < 0 || part >= parts) {
            throw new IllegalArgumentException("the part must be from 0 to " + (parts - 1) + ", got " + part);
        }
        long across = (long) heads * width;
        long row = parts * across;
        return new Blocks(positions, width, part * across, row, examples, positions * row, heads, width);
    }

    /** {@return how many blocks there are} */
    public int count() {
        return Math.multiplyExact(outer, inner);
    }

    /** Where block number o inner + i begins. */
    long start(int block) {
        return offset + block / inner * outerStride + block % inner * innerStride;
    }

    /** One more than the last number of the last block. */
    private long end() {
        return offset + (outer - 1) * outerStride + (inner - 1) * innerStride + (rows - 1) * rowStride + columns;
    }

    /** Refuses an array that is not one piece or ends before the last block. */
    void within(String op, INDArray x) {
        if (!Shapes.contiguous(x)) {
            throw new IllegalArgumentException(op + ": " + Shapes.text(x) + " does not lie in one piece");
        }
        if (end() > x.length()) {
            throw new IllegalArgumentException(
                    op + ": " + this + " end at number " + end() + ", but " + Shapes.text(x) + " has " + x.length());
        }
    }

    /**
     * Whether no number is in two blocks, for blocks that lie like digits of a number: each distance, from the smallest
     * on, leaves room for all that the smaller ones reach.
     */
    boolean apart() {
        long reach = columns;
        long done = 0;
        for (int turn = 0; turn < 3; turn++) {
            long next = Long.MAX_VALUE;
            long steps = 0;
            if (rows > 1 && (done & 1) == 0) {
                next = rowStride;
                steps = 1;
            }
            if (inner > 1 && (done & 2) == 0 && innerStride < next) {
                next = innerStride;
                steps = 2;
            }
            if (outer > 1 && (done & 4) == 0 && outerStride < next) {
                next = outerStride;
                steps = 4;
            }
            if (steps == 0) {
                return true;
            }
            if (next < reach) {
                return false;
            }
            reach += next * ((steps == 1 ? rows : steps == 2 ? inner : outer) - 1);
            done |= steps;
        }
        return true;
    }
}
