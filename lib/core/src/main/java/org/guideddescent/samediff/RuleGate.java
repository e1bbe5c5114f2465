package org.guideddescent.samediff;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** Where SameDiff would turn a variable's gradient into an update: lets it pass to the optimizer's listener, or refuses. */
final class RuleGate implements GradientUpdater<RuleUpdater> {
    private final RuleUpdater config;

    RuleGate(RuleUpdater config) {
        this.config = config;
    }

    @Override
    public RuleUpdater getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> stateMap, boolean initialize) {
        config.found().putAll(stateMap);
    }

    @Override
    public Map<String, INDArray> getState() {
        return config.stateOf(this);
    }

    @Override
    public void setStateViewArray(INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
        // The optimizer keeps the state; SameDiff was asked for none.
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        if (!config.isAttached()) {
            throw new IllegalStateException("this graph is configured for " + config.ruleText()
                    + ", but no optimizer is attached to it, or its listener was removed: call "
                    + "GraphOptimizer.attach(graph) once before fit");
        }
    }
}
