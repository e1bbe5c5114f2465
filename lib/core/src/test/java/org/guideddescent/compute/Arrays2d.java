package org.guideddescent.compute;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Random matrices, as arrays of their own or as views, and comparison by relative error. */
final class Arrays2d {
    private final Random random;

    Arrays2d(long seed) {
        random = new Random(seed);
    }

    INDArray matrix(DataType type, long rows, long columns) {
        var values = new double[(int) (rows * columns)];
        for (var i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return Nd4j.createFromArray(values).castTo(type).reshape('c', rows, columns);
    }

    /** Rows apart and a nonzero offset. */
    INDArray view(DataType type, long rows, long columns) {
        return matrix(type, rows + 3, columns + 4)
                .get(NDArrayIndex.interval(2, 2 + rows), NDArrayIndex.interval(1, 1 + columns))
                .reshape('c', true, rows, columns);
    }

    INDArray either(DataType type, long rows, long columns, boolean view) {
        return view && rows > 1 && columns > 1 ? view(type, rows, columns) : matrix(type, rows, columns);
    }

    static double[] values(INDArray x) {
        return x.dup('c').reshape(x.length()).castTo(DataType.DOUBLE).toDoubleVector();
    }

    static double tolerance(DataType type) {
        return type == DataType.FLOAT ? 1e-5 : 1e-12;
    }

    /** The largest difference against the largest entry. */
    static void assertClose(INDArray expected, INDArray actual, String what) {
        var e = values(expected);
        var a = values(actual);
        var scale = 1e-30;
        for (var x : e) {
            scale = Math.max(scale, Math.abs(x));
        }
        var worst = 0.0;
        for (var i = 0; i < e.length; i++) {
            var d = Math.abs(e[i] - a[i]);
            worst = d <= worst ? worst : d;
        }
        var relative = worst / scale;
        assertTrue(relative <= tolerance(actual.dataType()), () -> what + ": relative error " + relative);
    }
}
