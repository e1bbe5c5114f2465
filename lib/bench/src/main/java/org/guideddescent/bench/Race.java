package org.guideddescent.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rounds A B C A B C …, so that whatever slows the machine for a while slows all contestants alike. */
final class Race {
    /** Worker threads of BLAS and OpenMP spin this long and more before they sleep; a spinning pool would slow the next. */
    private static final int PAUSE_MILLIS = 250;

    private final Map<String, double[]> nanos = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Double>>> shares = new LinkedHashMap<>();

    private Race() {}

    /** Runs all rounds. Prints what runs, and a sentence for each contestant that cannot. */
    static Race run(Settings settings, List<Entry> entries) {
        var race = new Race();
        var forks = new LinkedHashMap<String, Fork>();
        try {
            for (var entry : entries) {
                race.start(entry, forks, settings.rounds());
            }
            for (int round = 0; round < settings.rounds(); round++) {
                for (var f : forks.entrySet()) {
                    rest();
                    var measured = f.getValue().measure();
                    race.nanos.get(f.getKey())[round] = measured.nanos();
                    race.shares.get(f.getKey()).add(measured.shares());
                }
            }
        } finally {
            new ArrayList<>(forks.values()).forEach(Fork::close);
        }
        return race;
    }

    private void start(Entry entry, Map<String, Fork> forks, int rounds) {
        var fork = new Fork(entry);
        if (fork.greeting() instanceof Reply.Ready ready) {
            System.err.println("  " + entry.name() + ": " + ready.what());
            forks.put(entry.name(), fork);
            nanos.put(entry.name(), new double[rounds]);
            shares.put(entry.name(), new ArrayList<>());
        } else {
            System.err.println("  " + entry.name() + ": skipped, " + ((Reply.Failed) fork.greeting()).why());
            fork.close();
        }
    }

    /** Median time of one repetition in nanoseconds, if the contestant ran. */
    Optional<Double> median(String name) {
        return Optional.ofNullable(nanos.get(name)).map(Statistics::median);
    }

    /** The least of the rounds' times of one repetition in nanoseconds, if the contestant ran. */
    Optional<Double> least(String name) {
        return Optional.ofNullable(nanos.get(name))
                .map(t -> Arrays.stream(t).min().orElseThrow());
    }

    /** The mean share of a part, or bytes, over the rounds, if the contestant ran and told. */
    Optional<Double> share(String name, String part) {
        var told = shares.getOrDefault(name, List.of()).stream()
                .filter(s -> s.containsKey(part))
                .mapToDouble(s -> s.get(part))
                .average();
        return told.isPresent() ? Optional.of(told.getAsDouble()) : Optional.empty();
    }

    /** The widest disagreement between the rounds of one contestant. */
    double spread() {
        return nanos.values().stream().mapToDouble(Statistics::spread).max().orElse(Double.NaN);
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between rounds", e);
        }
    }
}
