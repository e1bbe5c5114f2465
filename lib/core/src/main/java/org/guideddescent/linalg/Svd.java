package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;

/** Placeholder until svd lands. */
public record Svd() implements Polar {
    @Override
    public Factor bind(Ops ops, int rows, int cols, Workspace workspace) {
        throw new UnsupportedOperationException();
    }
}
