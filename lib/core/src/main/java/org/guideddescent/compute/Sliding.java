package org.guideddescent.compute;

/**
 * A square window that slides over images. An image is height × width pixels, row by row, the channels of a pixel side
 * by side, so n images are a matrix [n · height · width × channels]. The window stands at every stride-th pixel of the
 * image framed by {@code padding} pixels, wherever it fits; what it covers is a patch of {@link #patch()} numbers.
 *
 * @param height pixels of an image from top to bottom, at least 1
 * @param width pixels of an image from left to right, at least 1
 * @param channels numbers of a pixel, at least 1
 * @param kernel pixels of the window's side, at least 1
 * @param stride pixels from one place of the window to the next, at least 1
 * @param padding pixels of the frame around the image, from 0 to kernel − 1
 */
public record Sliding(int height, int width, int channels, int kernel, int stride, int padding) {
    /**
     * Refuses a window that does not fit into the framed image, or could see nothing of it.
     *
     * @param height pixels of an image from top to bottom, at least 1
     * @param width pixels of an image from left to right, at least 1
     * @param channels numbers of a pixel, at least 1
     * @param kernel pixels of the window's side, at least 1
     * @param stride pixels from one place of the window to the next, at least 1
     * @param padding pixels of the frame around the image, from 0 to kernel − 1
     * @throws IllegalArgumentException if a size is below 1, the padding is not in [0, kernel), or the kernel is too
     *     large
     */
    public Sliding {
        if (height < 1 || width < 1 || channels < 1 || kernel < 1 || stride < 1) {
            throw new IllegalArgumentException("a sliding window needs positive height, width, channels, kernel and "
                    + "stride, got " + height + ", " + width + ", " + channels + ", " + kernel + ", " + stride);
        }
        if (padding < 0 || padding >= kernel) {
            throw new IllegalArgumentException("padding must be from 0 to kernel − 1, or a window would see nothing of "
                    + "the image, got padding " + padding + " with kernel " + kernel);
        }
        if (kernel > Math.min(height, width) + 2 * padding) {
            throw new IllegalArgumentException("a window of " + kernel + "×" + kernel
                    + " does not fit into an image of " + height + "×" + width + " with padding " + padding);
        }
    }

    /** {@return the number of places of the window from top to bottom} */
    public int outHeight() {
        return (height + 2 * padding - kernel) / stride + 1;
    }

    /** {@return the number of places of the window from left to right} */
    public int outWidth() {
        return (width + 2 * padding - kernel) / stride + 1;
    }

    /** {@return the number of pixels of an image} */
    public int pixels() {
        return Math.multiplyExact(height, width);
    }

    /** {@return the number of places of the window} */
    public int places() {
        return Math.multiplyExact(outHeight(), outWidth());
    }

    /** {@return the count of numbers in a patch: kernel · kernel · channels, row by row} */
    public int patch() {
        return Math.multiplyExact(kernel * kernel, channels);
    }

    /** Pixels of a row with its frame. */
    int framedWidth() {
        return width + 2 * padding;
    }

    /** Pixels of a framed image. */
    int framed() {
        return (height + 2 * padding) * framedWidth();
    }
}
