package org.guideddescent.model;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Counts the positions that a network classifies as their targets say. */
final class Accuracy {
    static final int CHUNK = 1000;

    private Accuracy() {}

    static double of(Network network, ParamVector theta, Batch all) {
        int n = all.size();
        int chunk = Math.min(CHUNK, n);
        int positions = network.outputShape().positions();
        long right = 0;
        for (int from = 0; from < n; from += chunk) {
            // The last chunk reaches back instead of being short, since another size would cost another workspace.
            int first = Math.min(from, n - chunk);
            var rows = NDArrayIndex.interval(first, first + chunk);
            var logits = network.predict(theta, all.inputs().get(rows, NDArrayIndex.all()));
            for (int i = from; i < first + chunk; i++) {
                for (int position = 0; position < positions; position++) {
                    int guess = largest(logits, (i - first) * positions + position, 0, (int) logits.size(1));
                    right += guess == label(all.targets(), i, position, positions) ? 1 : 0;
                }
            }
        }
        return right / ((double) n * positions);
    }

    private static long label(INDArray targets, int row, int position, int positions) {
        int k = (int) (targets.size(1) / positions);
        return k == 1 ? (long) targets.getDouble(row, position) : largest(targets, row, position * k, k);
    }

    /** The first of the largest of k numbers, or −1 if a number is NaN: such a row is never right. */
    private static int largest(INDArray a, int row, int from, int k) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < k; j++) {
            double x = a.getDouble(row, from + j);
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
