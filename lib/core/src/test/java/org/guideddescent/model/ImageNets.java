package org.guideddescent.model;

import java.util.List;

/** Networks on images. */
final class ImageNets {
    static final List<NetRow> ROWS = List.of();

    private ImageNets() {}
}
