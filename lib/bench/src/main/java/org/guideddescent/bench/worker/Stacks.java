package org.guideddescent.bench.worker;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a thread spends its time: its stack is looked at every millisecond, and the innermost method that is known says which
 * part of a step this is. Coarse, but the code that is measured stays as it is.
 */
final class Stacks implements Runnable {
    private static final String RULES = "org.guideddescent.optimizers.";

    /** A part of a step. */
    enum Part {
        GRADIENT,
        DRAWN,
        FACTORS,
        REFRESH,
        APPLY,
        REST
    }

    /** A method and the part of a step that it is; what it calls belongs to it, unless named itself. */
    record Place(String type, String method, Part part) {
        boolean holds(StackTraceElement frame) {
            return frame.getMethodName().equals(method) && frame.getClassName().equals(type);
        }
    }

    /** The places of Shampoo, SOAP, K-FAC and EK-FAC. */
    static final List<Place> PLACES = List.of(
            new Place(RULES + "KroneckerBlock", "accumulate", Part.FACTORS),
            new Place(RULES + "KroneckerBlock$Side", "find", Part.REFRESH),
            new Place(RULES + "KroneckerBlock", "precondition", Part.APPLY),
            new Place(RULES + "SoapStepper$Side", "accumulate", Part.FACTORS),
            new Place(RULES + "SoapStepper$Side", "find", Part.REFRESH),
            new Place(RULES + "SoapStepper$Side", "end", Part.REFRESH),
            new Place(RULES + "SoapStepper$Side", "into", Part.APPLY),
            new Place(RULES + "SoapStepper$Side", "outOf", Part.APPLY),
            new Place(RULES + "LayerBlock", "see", Part.FACTORS),
            new Place(RULES + "LayerBlock", "check", Part.FACTORS),
            new Place(RULES + "LayerBlock", "fold", Part.FACTORS),
            new Place(RULES + "FactorInverse", "refresh", Part.REFRESH),
            new Place(RULES + "EigenInverse", "refresh", Part.REFRESH),
            new Place(RULES + "LayerBlock", "precondition", Part.APPLY),
            new Place(RULES + "LayerBlock", "write", Part.APPLY),
            new Place("org.guideddescent.model.Network", "sampledGradient", Part.DRAWN),
            new Place("org.guideddescent.model.Network", "gradient", Part.GRADIENT));

    private final Thread watched;
    private final Map<Part, Long> counts = new EnumMap<>(Part.class);

    private Stacks(Thread watched) {
        this.watched = watched;
    }

    /** Begins to watch the current thread. */
    static Stacks ofThisThread() {
        var stacks = new Stacks(Thread.currentThread());
        var watcher = new Thread(stacks, "stacks");
        watcher.setDaemon(true);
        watcher.start();
        return stacks;
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(1);
                count(part(watched.getStackTrace()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Part part(StackTraceElement[] stack) {
        for (var frame : stack) {
            for (var place : PLACES) {
                if (place.holds(frame)) {
                    return place.part();
                }
            }
        }
        return Part.REST;
    }

    private synchronized void count(Part part) {
        counts.merge(part, 1L, Long::sum);
    }

    /** The shares since the last call, as the protocol prints them: {@code gradient=0.25 factors=0.5 …}. */
    synchronized String shares() {
        double all = Math.max(1, counts.values().stream().mapToLong(n -> n).sum());
        var text = new StringBuilder();
        for (var part : Part.values()) {
            text.append(' ')
                    .append(part.name().toLowerCase(Locale.ROOT))
                    .append('=')
                    .append(counts.getOrDefault(part, 0L) / all);
        }
        counts.clear();
        return text.toString();
    }
}
