package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The primitives of models of sequences; the rules of {@link Ops} hold. A row of a matrix is one position of one
 * example. NaN spreads as arithmetic makes it and is never repaired.
 */
public interface SequenceOps {
    /**
     * Each block of c ← alpha op(block of a) op(block of b) + beta c, where op transposes if told so. With beta = 0,
     * what c held is ignored; between the blocks of c nothing is touched. The attention of a head is two of these:
     * alpha Q Kᵀ and P V, with {@link Blocks#heads} of one array of queries, keys and values.
     *
     * @param transposeA whether blocks of a are transposed
     * @param transposeB whether blocks of b are transposed
     * @param alpha factor of the products
     * @param a one piece of memory; its blocks may overlap
     * @param blocksOfA where the left factors lie in a
     * @param b as a; may be the array a
     * @param blocksOfB where the right factors lie in b
     * @param beta factor of what the blocks of c held
     * @param c one piece of memory whose blocks, in the order of the other two, do not overlap; it may be the array a
     *     or b if the blocks lie apart from theirs
     * @param blocksOfC where the products go in c
     */
    void blockProducts(
            boolean transposeA,
            boolean transposeB,
            double alpha,
            INDArray a,
            Blocks blocksOfA,
            INDArray b,
            Blocks blocksOfB,
            double beta,
            INDArray c,
            Blocks blocksOfC);

    /**
     * The softmax of what a position may see: in square blocks of T rows, row t becomes the softmax of its columns
     * 0 … t, and the columns after t become 0, whatever they held.
     *
     * @param scores [m T × T], overwritten
     */
    void causalSoftmax(INDArray scores);

    /**
     * The derivative of {@link Ops#softmax} and {@link #causalSoftmax} row by row, which is its own adjoint:
     * <pre>  ds = p ⊙ (dp − ⟨p, dp⟩)  </pre>
     * Where p is 0 and dp finite, ds is 0.
     *
     * @param p [m × k], what the softmax gave
     * @param dp [m × k]
     * @param ds [m × k], overwritten; may be dp
     */
    void softmaxBackward(INDArray p, INDArray dp, INDArray ds);

    /**
     * The derivative of {@link #softmaxBackward} where p moves along ṗ and dp along ḋp:
     * <pre>  ds˙ = ṗ ⊙ (dp − ⟨p, dp⟩) + p ⊙ (ḋp − ⟨ṗ, dp⟩ − ⟨p, ḋp⟩)  </pre>
     *
     * @param p the softmax [m × k], not modified
     * @param pDot ṗ [m × k], how fast p moves, not modified
     * @param dp gradient with respect to p [m × k], not modified
     * @param dpDot ḋp [m × k], how fast dp moves
     * @param out ds˙ [m × k], overwritten; may be dpDot
     */
    void softmaxBackwardTangent(INDArray p, INDArray pDot, INDArray dp, INDArray dpDot, INDArray out);

    /**
     * Rows of mean square about 1: of what is left after the row's mean (layer norm) or of the row itself (RMS norm).
     * <pre>  x̂ = (x − μ) r,   r = 1 / √(mean (x − μ)² + ε),   μ = mean x if centered, else 0  </pre>
     *
     * @param centered whether the row's mean is subtracted first, as in a layer norm
     * @param epsilon ε, not negative
     * @param x [m × k]
     * @param xHat x̂ [m × k], overwritten; may be x
     * @param inverse r, m numbers side by side, overwritten
     */
    void normalizeRows(boolean centered, double epsilon, INDArray x, INDArray xHat, INDArray inverse);

    /**
     * The adjoint of the derivative of {@link #normalizeRows} in x, which is symmetric:
     * <pre>  dx = r (dx̂ − mean dx̂ − x̂ mean(dx̂ ⊙ x̂)),   without the first mean if not centered  </pre>
     *
     * @param centered whether the row's mean is subtracted first, as in a layer norm
     * @param xHat x̂ [m × k] as {@link #normalizeRows} wrote it
     * @param inverse r as it wrote it
     * @param dy dx̂ [m × k]
     * @param dx [m × k], overwritten; may be dy
     */
    void normalizeRowsBackward(boolean centered, INDArray xHat, INDArray inverse, INDArray dy, INDArray dx);

    /**
     * The derivative of {@link #normalizeRows} where x moves along ẋ:
     * <pre>  x̂˙ = r (ẋ − mean ẋ − x̂ mean(ẋ ⊙ x̂)),   ṙ = −r² mean(ẋ ⊙ x̂)  </pre>
     *
     * @param centered whether the row's mean is subtracted first, as in a layer norm
     * @param xHat x̂ [m × k] as {@link #normalizeRows} wrote it, not modified
     * @param inverse r as {@link #normalizeRows} wrote it, not modified
     * @param xDot ẋ [m × k]
     * @param xHatDot x̂˙ [m × k], overwritten; may be xDot
     * @param inverseDot ṙ, m numbers side by side, overwritten
     */
    void normalizeRowsTangent(
            boolean centered, INDArray xHat, INDArray inverse, INDArray xDot, INDArray xHatDot, INDArray inverseDot);

    /**
     * The derivative of {@link #normalizeRowsBackward} where x̂, r and dx̂ move along x̂˙, ṙ and dx̂˙:
     * <pre>
     *   dx˙ = ṙ (C dx̂ − x̂ a) + r (C dx̂˙ − x̂˙ a − x̂ ȧ)      C v = v − mean v if centered, else v
     *   a = mean(dx̂ ⊙ x̂),   ȧ = mean(dx̂˙ ⊙ x̂ + dx̂ ⊙ x̂˙)
     * </pre>
     *
     * @param centered whether the row's mean is subtracted first, as in a layer norm
     * @param xHat x̂ [m × k] as {@link #normalizeRows} wrote it, not modified
     * @param inverse r as {@link #normalizeRows} wrote it, not modified
     * @param xHatDot x̂˙ [m × k] as {@link #normalizeRowsTangent} wrote it, not modified
     * @param inverseDot ṙ as {@link #normalizeRowsTangent} wrote it, not modified
     * @param dy dx̂ [m × k], not modified
     * @param dyDot dx̂˙ [m × k]
     * @param out dx˙ [m × k], overwritten; may be dyDot
     */
    void normalizeRowsBackwardTangent(
            boolean centered,
            INDArray xHat,
            INDArray inverse,
            INDArray xHatDot,
            INDArray inverseDot,
            INDArray dy,
            INDArray dyDot,
            INDArray out);

    /**
     * y[i, j] ← gain[j] x[i, j]; x [m × k], gain k numbers side by side; y [m × k] may be x.
     *
     * @param gain k numbers side by side, not modified
     * @param x [m × k]
     * @param y [m × k], overwritten
     */
    void scaleColumns(INDArray gain, INDArray x, INDArray y);

    /**
     * y[i, j] ← gain[j] x[i, j] + bias[j]; as {@link #scaleColumns}, bias like gain.
     *
     * @param gain k numbers side by side, not modified
     * @param bias k numbers side by side, not modified
     * @param x [m × k]
     * @param y [m × k], overwritten; may be x
     */
    void scaleAndShiftColumns(INDArray gain, INDArray bias, INDArray x, INDArray y);

    /**
     * out[j] ← Σᵢ x[i, j] y[i, j]; x and y [m × k], out k numbers side by side. Independent of the number of threads.
     *
     * @param x [m × k], not modified
     * @param y [m × k], not modified
     * @param out k numbers side by side, overwritten
     */
    void columnDots(INDArray x, INDArray y, INDArray out);

    /**
     * y[i, ·] ← x[i, ·] + table[i mod t, ·], such as a vector for each position of every example.
     *
     * @param table [t × k]; t divides m
     * @param x [m × k]
     * @param y [m × k], overwritten; may be x
     */
    void addRepeated(INDArray table, INDArray x, INDArray y);

    /**
     * The adjoint of {@link #addRepeated} in the table: out[j, ·] ← Σ x[i, ·] over i mod t = j; out is [t × k].
     *
     * @param x [m × k], m a multiple of t, not modified
     * @param out [t × k], overwritten
     */
    void sumRepeated(INDArray x, INDArray out);

    /**
     * out[i, ·] ← table[indices[i], ·].
     *
     * @param table [v × k]
     * @param indices m whole numbers from 0 to v − 1 side by side, of the table's type; others are refused
     * @param out [m × k], overwritten
     */
    void gatherRows(INDArray table, INDArray indices, INDArray out);

    /**
     * dTable[indices[i], ·] ← dTable[indices[i], ·] + dy[i, ·] for i = 0, 1, … in this order, whatever the number of
     * threads. Rows that no index names are not touched. Nothing is written if an index is refused.
     *
     * @param indices as in {@link #gatherRows}
     * @param dy [m × k]
     * @param dTable [v × k]
     */
    void scatterAddRows(INDArray indices, INDArray dy, INDArray dTable);
}
