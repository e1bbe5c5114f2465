package org.guideddescent.compute;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies the upper triangle of a square matrix onto the lower, tile by tile, so that both sides stay in cache. */
@SuppressWarnings("ReachabilityFenceUsage") // A call that throws touches the memory no more.
final class Mirror implements Workers.Task {
    private static final int TILE = 64;
    /** Numbers below which waking a helper costs more than it saves. */
    private static final int PARALLEL = 1 << 16;

    private static final ThreadLocal<Mirror> CURRENT = ThreadLocal.withInitial(Mirror::new);

    private int n;
    private long at;
    private long stride;
    private boolean isFloat;

    private Mirror() {}

    static void upperToLower(Workers workers, INDArray c) {
        var mirror = CURRENT.get();
        mirror.n = Shapes.rows(c);
        mirror.at = Memory.address(c);
        mirror.stride = Shapes.rowStride(c);
        mirror.isFloat = c.data().dataType() == DataType.FLOAT;
        var rowsOfTiles = (mirror.n + TILE - 1) / TILE;
        if ((long) mirror.n * mirror.n < PARALLEL) {
            for (var k = 0; k < rowsOfTiles; k++) {
                mirror.run(k);
            }
        } else {
            workers.run(mirror, rowsOfTiles);
        }
        Reference.reachabilityFence(c);
    }

    /** One row of tiles, the longest first. */
    @Override
    public void run(int rowOfTiles) {
        var i = rowOfTiles * TILE;
        for (var j = i; j < n; j += TILE) {
            var height = Math.min(TILE, n - i);
            var width = Math.min(TILE, n - j);
            if (isFloat) {
                floats(at, stride, i, j, height, width);
            } else {
                doubles(at, stride, i, j, height, width);
            }
        }
    }

    private static void floats(long at, long stride, int i, int j, int height, int width) {
        var b = Scratch.current().floats(3, TILE * TILE);
        var row = b[0];
        var turned = b[1];
        for (var r = 0; r < height; r++) {
            Memory.read(at + ((i + r) * stride + j) * 4, row, width);
            for (var s = 0; s < width; s++) {
                turned[s * TILE + r] = row[s];
            }
        }
        for (var s = 0; s < width; s++) {
            // On the diagonal a row of the lower side ends where the upper begins.
            var length = i == j ? s : height;
            System.arraycopy(turned, s * TILE, row, 0, length);
            Memory.write(at + ((j + s) * stride + i) * 4, row, length);
        }
    }

    private static void doubles(long at, long stride, int i, int j, int height, int width) {
        var b = Scratch.current().doubles(3, TILE * TILE);
        var row = b[0];
        var turned = b[1];
        for (var r = 0; r < height; r++) {
            Memory.read(at + ((i + r) * stride + j) * 8, row, width);
            for (var s = 0; s < width; s++) {
                turned[s * TILE + r] = row[s];
            }
        }
        for (var s = 0; s < width; s++) {
            var length = i == j ? s : height;
            System.arraycopy(turned, s * TILE, row, 0, length);
            Memory.write(at + ((j + s) * stride + i) * 8, row, length);
        }
    }
}
