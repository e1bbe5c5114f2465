package org.guideddescent.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Who looks on while a trainer trains.
 *
 * @param progress sees every step
 * @param measures of the weights, each every so many steps
 * @param gauges of the training itself
 * @param callbacks see every step and may stop the run
 */
public record Watching(
        Trainer.Progress progress, List<Measure> measures, List<Gauged> gauges, List<Callback> callbacks) {
    /** Nobody. */
    public static final Watching NOBODY = new Watching(Trainer.Progress.NONE, List.of(), List.of(), List.of());

    /**
     * A gauge and how often it is read.
     *
     * @param gauge what is read
     * @param every steps between two readings
     */
    public record Gauged(Gauge gauge, long every) {
        /**
         * Refuses a gauge whose name is no line of its own, or that is never read.
         *
         * @param gauge what is read
         * @param every steps between two readings
         * @throws IllegalArgumentException if every is below 1
         */
        public Gauged {
            Text.name("a gauge", gauge.name());
            if (every < 1) {
                throw new IllegalArgumentException(gauge + " must be read every 1 step or more, got " + every);
            }
        }

        @Override
        public String toString() {
            return gauge + " every " + every;
        }
    }

    /**
     * Copies the lists.
     *
     * @param progress sees every step
     * @param measures of the weights, each every so many steps
     * @param gauges of the training itself
     * @param callbacks see every step and may stop the run
     * @throws IllegalArgumentException if two measures or gauges have one name
     */
    public Watching {
        measures = List.copyOf(measures);
        gauges = List.copyOf(gauges);
        callbacks = List.copyOf(callbacks);
        var names = new HashSet<String>();
        measures.forEach(m -> refuseTwice(names, m.name()));
        gauges.forEach(g -> refuseTwice(names, g.gauge().name()));
    }

    private static void refuseTwice(HashSet<String> names, String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("two measures or gauges are named '" + name + "'; give each its own");
        }
    }

    /** Refuses gauges that would never read anything. */
    void check(Accumulation accumulation) {
        for (var gauged : gauges) {
            if (gauged.gauge().comparesParts() && accumulation.equals(Accumulation.NONE)) {
                throw new IllegalArgumentException("the " + gauged.gauge().name()
                        + " compares the micro-batches of a step, but there is one a step; halve the batches and use"
                        + " accumulating(2), which steps alike");
            }
        }
    }

    Watching with(Trainer.Progress show) {
        return new Watching(show, measures, gauges, callbacks);
    }

    Watching with(Measure measure) {
        return new Watching(progress, plus(measures, measure), gauges, callbacks);
    }

    Watching with(Gauged gauge) {
        return new Watching(progress, measures, plus(gauges, gauge), callbacks);
    }

    Watching with(Callback callback) {
        return new Watching(progress, measures, gauges, plus(callbacks, callback));
    }

    private static <T> List<T> plus(List<T> all, T more) {
        var longer = new ArrayList<>(all);
        longer.add(more);
        return longer;
    }
}
