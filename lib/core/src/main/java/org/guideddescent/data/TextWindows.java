package org.guideddescent.data;

import java.util.function.ToDoubleFunction;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Windows of a text in its order, side by side, for an evaluation: row i of batch t starts at character
 * T (size (t − 1) + i). There are ⌊⌊(N − 1) / T⌋ / size⌋ batches; what does not fill one at the end of the text is not
 * used. The arrays are made once: {@link #at} overwrites them. Serves one thread.
 */
public final class TextWindows implements Batches {
    private final int count;
    private final WindowBatch batch;

    TextWindows(Text text, int size, int length, DataType type) {
        batch = new WindowBatch(text, size, length, type);
        int windows = (text.length() - 1) / length;
        if (windows < size) {
            throw new IllegalArgumentException("a text of " + text.length() + " characters has " + windows
                    + " windows of " + length + ", which is less than a batch of " + size
                    + "; use smaller batches or shorter windows");
        }
        count = windows / size;
    }

    /** {@return how many batches there are} */
    public int count() {
        return count;
    }

    /** The t-th batch, from 1 to {@link #count()}. */
    @Override
    public Batch at(long t) {
        if (t < 1 || t > count) {
            throw new IllegalArgumentException("there are batches 1 to " + count + ", got " + t);
        }
        int first = (int) (t - 1) * batch.size();
        for (int i = 0; i < batch.size(); i++) {
            batch.fill(i, (first + i) * batch.length());
        }
        return batch.get();
    }

    /**
     * {@return the mean of a number over the first batches, at most {@link #count()}: {@code mean(100, b ->
     * net.loss(theta, b))}}
     *
     * @param batches to average, from 1 to {@link #count()}
     * @param of a number of a batch, such as its loss
     */
    public double mean(int batches, ToDoubleFunction<Batch> of) {
        if (batches < 1 || batches > count) {
            throw new IllegalArgumentException("there are 1 to " + count + " batches to average, got " + batches);
        }
        double sum = 0;
        for (int t = 1; t <= batches; t++) {
            sum += of.applyAsDouble(at(t));
        }
        return sum / batches;
    }
}
