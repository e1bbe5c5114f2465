package org.guideddescent.optimizers;

import java.util.List;

/** Rows of the catalogue. */
final class MemoryRows {
    private MemoryRows() {}

    static List<Row> rows() {
        return List.of();
    }
}
