package org.guideddescent.rule;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Work that one of the {@link Colleagues} does for all. Everyone calls {@link #begin} and later {@link #end}; between the two
 * the others do their own. Who is alone works at the end. An owner's {@link ArithmeticException} reaches all, in its words.
 * Allocates nothing after the first time unless the work fails.
 */
public final class Task {
    /** What is to be done. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @return whether the results are new
         */
        boolean run();
    }

    private static final int OUTCOME = 0;
    private static final int WORDS = 1;
    private static final int FIRST = 2;
    private static final double KEPT = 0;
    private static final double NEW = 1;
    private static final double THROWN = 2;

    private final Division division;
    private final Colleagues colleagues;
    private final int place;
    private final double cost;
    private final Work work;
    private final List<INDArray> results;
    private final INDArray message;
    private final Numbers numbers;
    private Optional<ArithmeticException> failure = Optional.empty();

    Task(
            Division division,
            Colleagues colleagues,
            int place,
            double cost,
            int numbers,
            Work work,
            List<INDArray> results) {
        this.division = division;
        this.colleagues = colleagues;
        this.place = place;
        this.cost = cost;
        this.work = work;
        this.results = List.copyOf(results);
        this.message = Nd4j.zeros(DataType.DOUBLE, FIRST + numbers);
        this.numbers = new Numbers(message);
    }

    double cost() {
        return cost;
    }

    /**
     * {@return one number of the outcome, as the owner's work set it}
     *
     * @param i its place, from 0
     */
    public double get(int i) {
        return numbers.get(FIRST + i);
    }

    /**
     * Sets one number of the outcome. For the work.
     *
     * @param i its place, from 0
     * @param value what it becomes
     */
    public void set(int i, double value) {
        numbers.set(FIRST + i, value);
    }

    /** Does the work if it falls to this one of several. */
    public void begin() {
        if (division.isAlone() || division.owner(place) != colleagues.rank()) {
            return;
        }
        failure = Optional.empty();
        numbers.set(WORDS, 0);
        try {
            numbers.set(OUTCOME, work.run() ? NEW : KEPT);
        } catch (ArithmeticException e) {
            failure = Optional.of(e);
            numbers.set(OUTCOME, THROWN);
            numbers.set(WORDS, words(e).length());
        }
    }

    /**
     * Waits for the outcome; then results and numbers are the owner's.
     *
     * @return whether the results are new
     * @throws ArithmeticException as the owner's work threw
     */
    public boolean end() {
        if (division.isAlone()) {
            return work.run();
        }
        int owner = division.owner(place);
        colleagues.broadcast(owner, message);
        if (numbers.get(OUTCOME) == THROWN) {
            throw shared(owner);
        }
        if (numbers.get(OUTCOME) == KEPT) {
            return false;
        }
        for (int i = 0; i < results.size(); i++) {
            colleagues.broadcast(owner, results.get(i));
        }
        return true;
    }

    private ArithmeticException shared(int owner) {
        var text = Nd4j.zeros(DataType.DOUBLE, Math.max(1, (long) numbers.get(WORDS)));
        var letters = new Numbers(text);
        if (failure.isPresent() && owner == colleagues.rank()) {
            var words = words(failure.get());
            for (int i = 0; i < words.length(); i++) {
                letters.set(i, words.charAt(i));
            }
            colleagues.broadcast(owner, text);
            return failure.get();
        }
        colleagues.broadcast(owner, text);
        var words = new StringBuilder();
        for (int i = 0; i < (int) numbers.get(WORDS); i++) {
            words.append((char) letters.get(i));
        }
        return new ArithmeticException(words.toString());
    }

    private static String words(ArithmeticException e) {
        return String.valueOf(e.getMessage());
    }
}
