package org.guideddescent.objective;

import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;

/** A loss to descend: the mean over the examples of a batch. */
public interface Objective {
    /** The parameters. */
    Layout layout();

    /**
     * The loss at theta and its gradient.
     *
     * @param theta not modified
     * @param grad overwritten
     */
    double gradient(ParamVector theta, Batch batch, ParamVector grad);

    /** The loss alone. This default computes a gradient and drops it; models override it with a forward pass. */
    default double loss(ParamVector theta, Batch batch) {
        return gradient(theta, batch, theta.like());
    }

    /** An objective made of linear layers that can be watched. */
    interface Layered extends Objective {
        /** As {@link Objective#gradient}, showing each linear layer to watch. */
        double gradient(ParamVector theta, Batch batch, ParamVector grad, LayerObserver watch);

        @Override
        default double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            return gradient(theta, batch, grad, LayerObserver.NONE);
        }
    }
}
