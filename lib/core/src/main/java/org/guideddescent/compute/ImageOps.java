package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What layers on images need. Images are matrices [n · pixels × channels], what a window sees of them has a row for each
 * of its places ({@link Sliding}). All arrays are contiguous and of one type; the last is the output. Sums over images
 * are made in an order that depends on the shapes alone, so results do not depend on the number of threads.
 */
public interface ImageOps {
    /**
     * out[place, ·] ← the patch there, zeros outside of the image; x [n · pixels × channels], out [n · places × patch].
     *
     * @param window size of the images and how the window moves over them
     * @param x images [n · pixels × channels], not modified
     * @param out [n · places × patch], overwritten
     */
    void patches(Sliding window, INDArray x, INDArray out);

    /**
     * The adjoint of {@link #patches}: dx[pixel, ·] ← the sum of what all patches hold of it.
     *
     * @param window size of the images and how the window moves over them
     * @param dPatches numbers of all patches [n · places × patch], not modified
     * @param dx gradient with respect to x [n · pixels × channels], overwritten
     */
    void patchesAdjoint(Sliding window, INDArray dPatches, INDArray dx);

    /**
     * y ← patches(x) wᵀ + beta y, a convolution in the sense of learning: the filter is not turned around. The patches
     * are never all in memory.
     *
     * @param window size of the images and how the window moves over them
     * @param x [n · pixels × channels]
     * @param w [out × patch]
     * @param beta factor of what y held; 0 ignores it
     * @param y [n · places × out]
     */
    void convolve(Sliding window, INDArray x, INDArray w, double beta, INDArray y);

    /**
     * y ← patches(x) wᵀ + 1 biasᵀ; bias [out × 1].
     *
     * @param window size of the images and how the window moves over them
     * @param x images [n · pixels × channels], not modified
     * @param w filters [out × patch], not modified
     * @param bias [out × 1], not modified
     * @param y [n · places × out], overwritten
     */
    void convolveWithBias(Sliding window, INDArray x, INDArray w, INDArray bias, INDArray y);

    /**
     * dw ← dyᵀ patches(x) + beta dw, the gradient of {@link #convolve} in w.
     *
     * @param window size of the images and how the window moves over them
     * @param x images [n · pixels × channels], not modified
     * @param dy gradient with respect to y [n · places × out], not modified
     * @param beta factor of what dw held; 0 ignores it
     * @param dw [out × patch], modified
     */
    void convolveWeight(Sliding window, INDArray x, INDArray dy, double beta, INDArray dw);

    /**
     * dw ← dyᵀ patches(x) and db ← dyᵀ 1, the gradients of {@link #convolveWithBias}.
     *
     * @param window size of the images and how the window moves over them
     * @param x images [n · pixels × channels], not modified
     * @param dy gradient with respect to y [n · places × out], not modified
     * @param dw gradient with respect to w [out × patch], overwritten
     * @param db gradient with respect to the bias [out × 1], overwritten
     */
    void convolveWeightAndBias(Sliding window, INDArray x, INDArray dy, INDArray dw, INDArray db);

    /**
     * dx ← adjoint(dy w) + beta dx, the gradient of {@link #convolve} in x.
     *
     * @param window size of the images and how the window moves over them
     * @param dy gradient with respect to y [n · places × out], not modified
     * @param w filters [out × patch], not modified
     * @param beta factor of what dx held; 0 ignores it
     * @param dx [n · pixels × channels], modified
     */
    void convolveInput(Sliding window, INDArray dy, INDArray w, double beta, INDArray dx);

    /**
     * y[place, j] ← the largest number that the window sees of channel j; nothing outside of the image is seen.
     *
     * @param window size of the images and how the window moves over them
     * @param x images [n · pixels × channels], not modified
     * @param chosen [n · places × channels], where in the window it stood, row by row from 0; the first of equals. A
     *     window that sees NaN chooses NaN, and everything that passes by there becomes NaN.
     * @param y [n · places × channels], overwritten
     */
    void maxPool(Sliding window, INDArray x, INDArray chosen, INDArray y);

    /**
     * y[place, j] ← what x holds where {@link #maxPool} chose: its tangent.
     *
     * @param window size of the images and how the window moves over them
     * @param x images [n · pixels × channels], not modified
     * @param chosen [n · places × channels] as {@link #maxPool} wrote it, not modified
     * @param y [n · places × channels], overwritten
     */
    void takeChosen(Sliding window, INDArray x, INDArray chosen, INDArray y);

    /**
     * dx ← 0, then each dy[place, j] is added where {@link #maxPool} chose: its gradient.
     *
     * @param window size of the images and how the window moves over them
     * @param dy [n · places × channels], not modified
     * @param chosen [n · places × channels] as {@link #maxPool} wrote it, not modified
     * @param dx gradient with respect to x [n · pixels × channels], overwritten
     */
    void putChosen(Sliding window, INDArray dy, INDArray chosen, INDArray dx);

    /**
     * y[place, j] ← the mean over the kernel² numbers of channel j, zeros outside of the image counted.
     *
     * @param window size of the images and how the window moves over them
     * @param x images [n · pixels × channels], not modified
     * @param y [n · places × channels], overwritten
     */
    void averagePool(Sliding window, INDArray x, INDArray y);

    /**
     * The adjoint of {@link #averagePool}.
     *
     * @param window size of the images and how the window moves over them
     * @param dy [n · places × channels], not modified
     * @param dx gradient with respect to x [n · pixels × channels], overwritten
     */
    void averagePoolAdjoint(Sliding window, INDArray dy, INDArray dx);
}
