package org.guideddescent.optimizers;

import java.util.List;

/** Rows of the catalogue. */
final class ShampooRows {
    private ShampooRows() {}

    static List<Row> rows() {
        return List.of();
    }
}
