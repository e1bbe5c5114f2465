package org.guideddescent.parallel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.guideddescent.rule.Scope;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A contiguous copy of an array, its bytes, and windows on its P chunks; made once for a shape and kept, since windows and
 * buffers cost more than small messages.
 */
final class Chunks {
    /** The copy, of the array's shape. */
    final INDArray whole;
    /** The copy's memory. */
    final ByteBuffer bytes;
    /** The same memory with places of its own. */
    final ByteBuffer other;

    private final INDArray[] windows;
    private final long[] starts;
    private final int width;

    private Chunks(DataType type, long[] shape, int parts) {
        whole = Nd4j.create(type, shape);
        width = type.width();
        long n = whole.length();
        if (n * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("one array of a team has 2 GiB at most, got " + n + " numbers of "
                    + width + " bytes; send it in parts");
        }
        bytes = whole.data().pointer().asByteBuffer();
        other = bytes.duplicate();
        starts = new long[parts + 1];
        for (int c = 0; c <= parts; c++) {
            starts[c] = c * (n / parts) + Math.min(c, n % parts);
        }
        var flat = whole.reshape('c', true, n);
        windows = new INDArray[parts];
        for (int c = 0; c < parts; c++) {
            // An empty chunk has no window; isEmpty is asked first.
            windows[c] = isEmpty(c) ? flat : Scope.window(flat, starts[c], starts[c + 1]);
        }
    }

    boolean isEmpty(int chunk) {
        return starts[chunk] == starts[chunk + 1];
    }

    /** The numbers of a chunk, 1-D. */
    INDArray window(int chunk) {
        return windows[chunk];
    }

    int byteFrom(int chunk) {
        return (int) starts[chunk] * width;
    }

    int byteTo(int chunk) {
        return (int) starts[chunk + 1] * width;
    }

    static void requireRank(int rank, int size) {
        if (rank < 0 || rank >= size) {
            throw new IllegalArgumentException("rank must be from 0 to " + (size - 1) + ", got " + rank);
        }
    }

    /** Those of every shape seen. */
    static final class Kept {
        private final int parts;
        private final List<Chunks> all = new ArrayList<>();

        Kept(int parts) {
            this.parts = parts;
        }

        Chunks like(INDArray values) {
            for (int i = 0; i < all.size(); i++) {
                var one = all.get(i).whole;
                if (one.dataType() == values.dataType() && Arrays.equals(one.shape(), values.shape())) {
                    return all.get(i);
                }
            }
            if (values.dataType() != DataType.FLOAT && values.dataType() != DataType.DOUBLE) {
                throw new IllegalArgumentException("a team sends FLOAT or DOUBLE, got " + values.dataType());
            }
            var made = new Chunks(values.dataType(), values.shape(), parts);
            all.add(made);
            return made;
        }
    }
}
