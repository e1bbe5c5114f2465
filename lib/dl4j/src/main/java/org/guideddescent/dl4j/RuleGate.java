package org.guideddescent.dl4j;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * Where DL4J would turn a block of the gradient into an update: lets it pass while an optimizer is attached, which takes the
 * step when all blocks are complete, and refuses otherwise.
 */
final class RuleGate implements GradientUpdater<RuleUpdater> {
    private final RuleUpdater config;
    private boolean open;

    RuleGate(RuleUpdater config) {
        this.config = config;
    }

    void open() {
        open = true;
    }

    @Override
    public RuleUpdater getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> stateMap, boolean initialize) {
        throw new IllegalStateException("the state of a rule is kept by its NetworkOptimizer");
    }

    @Override
    public Map<String, INDArray> getState() {
        return Map.of();
    }

    @Override
    public void setStateViewArray(INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
        if (initialize && viewArray != null) {
            viewArray.assign(0);
        }
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        if (!open) {
            throw new IllegalStateException("this network is configured for " + config.rule()
                    + ", but no optimizer is attached to it: call NetworkOptimizer.attach(network) once before fit; "
                    + "copies of a network, such as those of ParallelWrapper, need one each");
        }
    }
}
