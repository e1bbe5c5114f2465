package org.guideddescent.compute;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolutions, a few images at a time, so that what is multiplied stays in the cache of the core that multiplies it: the
 * {@link Bands} of an image where they fit, else its {@link Patches}. The gradient of the weight is summed in groups of images, whose sums are added in order: it depends on the shapes alone.
 */
final class Convolve implements Workers.Task {
    /** Bytes of patches at a time. */
    private static final long PIECE = 1 << 18;
    /** Groups of images with a sum of their own. */
    private static final int GROUPS = 8;

    /** What is done with images from the first to before the last. */
    private enum Kind {
        OUTPUT,
        WEIGHT,
        INPUT,
        PATCHES,
        ADJOINT
    }

    private static final ThreadLocal<Convolve> CURRENT = ThreadLocal.withInitial(Convolve::new);

    private Kind kind = Kind.OUTPUT;
    private Sliding window;
    private boolean isFloat;
    private double beta;
    private int images;
    /** Images in a chunk. */
    private int each;
    /** Images whose patches are in memory at a time. */
    private int piece;

    private int out;
    private long pixels;
    private long places;
    private long weight;
    private int weightStride;
    /** Whether there is a bias, and where. */
    private boolean biased;

    private long bias;

    private Convolve() {}

    /** y ← patches(x) wᵀ + beta y, n images. */
    static void output(Workers workers, Sliding s, int n, INDArray x, INDArray w, double beta, INDArray y) {
        CURRENT.get().multiply(workers, Kind.OUTPUT, s, n, x, w, beta, y);
    }

    /** y ← patches(x) wᵀ + 1 bᵀ. */
    static void output(Workers workers, Sliding s, int n, INDArray x, INDArray w, INDArray b, INDArray y) {
        var task = CURRENT.get();
        try {
            task.bias = Memory.address(b);
            task.biased = true;
            task.multiply(workers, Kind.OUTPUT, s, n, x, w, 1, y);
        } finally {
            task.biased = false;
            Reference.reachabilityFence(b);
        }
    }

    /** dx ← adjoint(dy w) + beta dx. */
    static void input(Workers workers, Sliding s, int n, INDArray dy, INDArray w, double beta, INDArray dx) {
        CURRENT.get().multiply(workers, Kind.INPUT, s, n, dx, w, beta, dy);
    }

    private void multiply(
            Workers workers,
            Kind what,
            Sliding s,
            int n,
            INDArray atPixels,
            INDArray w,
            double keep,
            INDArray atPlaces) {
        aim(what, s, n, atPixels, keep, atPlaces);
        weight = Memory.address(w);
        weightStride = (int) Shapes.rowStride(w);
        try {
            run(workers, piece, atPixels, atPlaces);
        } finally {
            Reference.reachabilityFence(w);
        }
    }

    private void run(Workers workers, int inChunk, INDArray atPixels, INDArray atPlaces) {
        each = inChunk;
        try {
            workers.run(this, chunks());
        } finally {
            Reference.reachabilityFence(atPixels);
            Reference.reachabilityFence(atPlaces);
        }
    }

    private int chunks() {
        return (images + each - 1) / each;
    }

    /** dw ← dyᵀ patches(x) + beta dw. */
    static void weight(Workers workers, Sliding s, int n, INDArray x, INDArray dy, double beta, INDArray dw) {
        var task = CURRENT.get();
        task.groups(workers, s, n, x, dy);
        task.sum(0, beta, dw);
    }

    /** The same, and db ← dyᵀ 1, the product with one more column of ones. */
    static void weight(Workers workers, Sliding s, int n, INDArray x, INDArray dy, INDArray dw, INDArray db) {
        var task = CURRENT.get();
        try {
            task.biased = true;
            task.groups(workers, s, n, x, dy);
            task.sum(0, 0, dw);
            task.sum(s.patch(), 0, db);
        } finally {
            task.biased = false;
        }
    }

    private void groups(Workers workers, Sliding s, int n, INDArray x, INDArray dy) {
        aim(Kind.WEIGHT, s, n, x, 0, dy);
        each = (n + GROUPS - 1) / GROUPS;
        weight = NativeRoom.JOB.get().of(chunks() * groupBytes());
        run(workers, each, x, dy);
    }

    private void sum(int column, double keep, INDArray into) {
        GroupSums.add(isFloat, weight + column * width(), columns(), groupBytes(), chunks(), keep, into);
    }

    /** Numbers in a row of patches. */
    private int columns() {
        return window.patch() + (biased && kind == Kind.WEIGHT ? 1 : 0);
    }

    private long groupBytes() {
        return width() * out * columns();
    }

    /** Each patch a row of out. */
    static void patches(Workers workers, Sliding s, int n, INDArray x, INDArray out) {
        CURRENT.get().move(workers, Kind.PATCHES, s, n, x, out);
    }

    /** The sum of all patches at their places. */
    static void adjoint(Workers workers, Sliding s, int n, INDArray dPatches, INDArray dx) {
        CURRENT.get().move(workers, Kind.ADJOINT, s, n, dx, dPatches);
    }

    private void move(Workers workers, Kind what, Sliding s, int n, INDArray atPixels, INDArray atPlaces) {
        aim(what, s, n, atPixels, 0, atPlaces);
        run(workers, 1, atPixels, atPlaces);
    }

    private void aim(Kind what, Sliding s, int n, INDArray atPixels, double keep, INDArray atPlaces) {
        Blas.onOneThread();
        kind = what;
        window = s;
        images = n;
        beta = keep;
        isFloat = atPixels.data().dataType() == DataType.FLOAT;
        pixels = Memory.address(atPixels);
        places = Memory.address(atPlaces);
        out = (int) Shapes.columns(atPlaces);
        piece = (int) Math.max(1, PIECE / (width() * s.places() * columns()));
    }

    private long width() {
        return isFloat ? 4 : 8;
    }

    /** Where the pixels of an image begin. */
    private long image(int index) {
        return pixels + width() * index * window.pixels() * window.channels();
    }

    /** Where the places of an image begin. */
    private long seen(int index) {
        return places + width() * index * window.places() * out;
    }

    @Override
    public void run(int chunk) {
        int first = chunk * each;
        int last = Math.min(images, first + each);
        switch (kind) {
            case OUTPUT -> output(first, last - first);
            case INPUT -> input(first, last - first);
            case WEIGHT -> group(chunk, first, last);
            case PATCHES -> Patches.of(window, isFloat, false, image(first), seen(first));
            case ADJOINT -> Patches.adjoint(window, isFloat, seen(first), 0, image(first));
        }
    }

    private void output(int first, int count) {
        if (biased) {
            Patches.repeat(bias, out * (isFloat ? 1 : 2), count * window.places(), seen(first));
        }
        long patches = patches(first, count);
        if (Bands.fit(window)) {
            for (int i = first; i < first + count; i++) {
                bandedOutput(i);
            }
            return;
        }
        int n = window.patch();
        int rows = count * window.places();
        boolean turned = Patches.turned(window);
        int stride = turned ? rows : n;
        long y = seen(first);
        Blas.product(isFloat, turned, true, rows, out, n, 1, patches, stride, weight, weightStride, beta, y, out);
    }

    private void input(int first, int count) {
        if (Bands.fit(window)) {
            for (int i = first; i < first + count; i++) {
                bandedInput(i);
            }
            return;
        }
        int n = window.patch();
        long size = width() * window.places() * n;
        long patches = NativeRoom.PIECE.get().of(count * size);
        Blas.product(
                isFloat,
                false,
                false,
                count * window.places(),
                n,
                out,
                1,
                seen(first),
                out,
                weight,
                weightStride,
                0,
                patches,
                n);
        for (int i = 0; i < count; i++) {
            Patches.adjoint(window, isFloat, patches + i * size, beta, image(first + i));
        }
    }

    private void group(int index, int first, int last) {
        if (Bands.fit(window)) {
            for (int i = first; i < last; i++) {
                bandedWeight(i, weight + index * groupBytes(), i == first ? 0 : 1);
            }
            return;
        }
        int n = columns();
        boolean turned = Patches.turned(window);
        long sum = weight + index * groupBytes();
        for (int at = first; at < last; at += piece) {
            int count = Math.min(piece, last - at);
            int rows = count * window.places();
            long patches = patches(at, count);
            int keep = at == first ? 0 : 1;
            int stride = turned ? rows : n;
            Blas.product(isFloat, true, turned, out, n, rows, 1, seen(at), out, patches, stride, keep, sum, n);
        }
    }

    private void bandedOutput(int image) {
        int run = Bands.run(window);
        long bands = bands(image);
        long y = seen(image);
        for (int r = 0; r < window.kernel(); r++) {
            Blas.product(
                    isFloat,
                    false,
                    true,
                    window.places(),
                    out,
                    run,
                    1,
                    band(bands, r),
                    run,
                    weight + width() * r * run,
                    weightStride,
                    r == 0 ? beta : 1,
                    y,
                    out);
        }
    }

    private void bandedInput(int image) {
        int run = Bands.run(window);
        long bands = NativeRoom.PIECE.get().of(width() * Bands.rows(window) * run);
        // The first product writes its rows; the others add to those and to what lies below them.
        int below = Bands.rows(window) - window.places();
        Patches.zero(isFloat, below * run, band(bands, 0) + width() * window.places() * run);
        for (int r = 0; r < window.kernel(); r++) {
            Blas.product(
                    isFloat,
                    false,
                    false,
                    window.places(),
                    run,
                    out,
                    1,
                    seen(image),
                    out,
                    weight + width() * r * run,
                    weightStride,
                    r == 0 ? 0 : 1,
                    band(bands, r),
                    run);
        }
        Bands.adjoint(window, isFloat, bands, beta, image(image));
    }

    private void bandedWeight(int image, long sum, double keep) {
        int run = Bands.run(window);
        int n = columns();
        long bands = bands(image);
        long dy = seen(image);
        for (int r = 0; r < window.kernel(); r++) {
            long into = sum + width() * r * run;
            Blas.product(
                    isFloat, true, false, out, run, window.places(), 1, dy, out, band(bands, r), run, keep, into, n);
        }
        if (biased) {
            // The bands are done with: their first places hold a column of ones now.
            Patches.ones(isFloat, window.places(), bands);
            long into = sum + width() * window.patch();
            Blas.product(isFloat, true, false, out, 1, window.places(), 1, dy, out, bands, 1, keep, into, n);
        }
    }

    private long bands(int image) {
        long room = NativeRoom.PIECE.get().of(width() * Bands.rows(window) * Bands.run(window));
        Bands.of(window, isFloat, image(image), room);
        return room;
    }

    /** Where the band begins that row r of the window sees. */
    private long band(long bands, int r) {
        return bands + width() * r * window.outWidth() * Bands.run(window);
    }

    /** Of these images, in this thread's room: a row for each, or a column if turned. */
    private long patches(int first, int count) {
        long image = width() * window.places();
        long room = NativeRoom.PIECE.get().of(count * image * columns());
        boolean ones = columns() > window.patch();
        for (int i = 0; i < count; i++) {
            if (Patches.turned(window)) {
                int stride = count * window.places();
                Patches.turned(window, isFloat, ones, image(first + i), room + i * image, stride);
            } else {
                Patches.of(window, isFloat, ones, image(first + i), room + i * image * columns());
            }
        }
        return room;
    }
}
