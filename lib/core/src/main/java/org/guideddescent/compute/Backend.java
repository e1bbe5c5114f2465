package org.guideddescent.compute;

import org.nd4j.linalg.factory.Nd4j;

/** Chooses the primitives once a session. */
final class Backend {
    static final Ops CURRENT = choose(
            System.getProperty("guideddescent.ops", ""),
            Nd4j.getBackend().getClass().getSimpleName());

    private Backend() {}

    static Ops choose(String wanted, String nd4jBackend) {
        return switch (wanted) {
            case "" -> nd4jBackend.equals("CpuBackend") ? new CpuOps() : new Nd4jOps();
            case "cpu" -> new CpuOps();
            case "nd4j" -> new Nd4jOps();
            default ->
                throw new IllegalArgumentException("-Dguideddescent.ops must be cpu or nd4j, got '" + wanted + "'");
        };
    }
}
