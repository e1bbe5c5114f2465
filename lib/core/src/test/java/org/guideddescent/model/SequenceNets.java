package org.guideddescent.model;

import java.util.List;

/** Networks on sequences. */
final class SequenceNets {
    static final List<NetRow> ROWS = List.of();

    private SequenceNets() {}
}
