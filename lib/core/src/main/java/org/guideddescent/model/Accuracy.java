package org.guideddescent.model;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Counts the rows that a network classifies as their targets say. */
final class Accuracy {
    static final int CHUNK = 1000;

    private Accuracy() {}

    static double of(Network network, ParamVector theta, Batch all) {
        int n = all.size();
        int chunk = Math.min(CHUNK, n);
        long right = 0;
        for (int from = 0; from < n; from += chunk) {
            // The last chunk reaches back instead of being short, since another size would cost another workspace.
            int first = Math.min(from, n - chunk);
            var rows = NDArrayIndex.interval(first, first + chunk);
            var logits = network.predict(theta, all.inputs().get(rows, NDArrayIndex.all()));
            for (int i = from; i < first + chunk; i++) {
                right += largest(logits, i - first) == label(all.targets(), i) ? 1 : 0;
            }
        }
        return right / (double) n;
    }

    private static long label(INDArray targets, int row) {
        return targets.size(1) == 1 ? (long) targets.getDouble(row, 0) : largest(targets, row);
    }

    /** The first of the largest, or −1 if a number is NaN: such a row is never right. */
    private static int largest(INDArray a, int row) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < a.size(1); j++) {
            double x = a.getDouble(row, j);
            if (Double.isNaN(x)) {
                return -1;
            }
            if (x > most) {
                most = x;
                best = j;
            }
        }
        return best;
    }

    static String shape(INDArray a) {
        return Arrays.stream(a.shape()).mapToObj(Long::toString).collect(Collectors.joining("×", "[", "]"));
    }
}
