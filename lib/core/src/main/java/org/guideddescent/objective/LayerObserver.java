package org.guideddescent.objective;

/** Sees each linear layer during a backward pass: what Kronecker-factored rules need and no other rule sees. */
@FunctionalInterface
public interface LayerObserver {
    /** Sees nothing. */
    LayerObserver NONE = tape -> {};

    /**
     * Called once a layer and pass, last layer first.
     *
     * @param tape borrowed, good during the call only
     */
    void see(LayerTape tape);
}
