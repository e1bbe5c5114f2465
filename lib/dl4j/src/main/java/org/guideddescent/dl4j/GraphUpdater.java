package org.guideddescent.dl4j;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's updater of a {@link ComputationGraph}, and a step of a rule at its end. */
final class GraphUpdater extends ComputationGraphUpdater {
    private static final long serialVersionUID = 1L;

    private final transient NetworkStep step;

    GraphUpdater(ComputationGraph network, NetworkStep step) {
        super(network);
        this.step = step;
        NetworkStep.open(getUpdaterBlocks());
    }

    @Override
    public synchronized void update(
            Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
        NetworkStep.requireOwn(gradient.gradient(), getFlattenedGradientsView());
        super.update(gradient, iteration, epoch, batchSize, workspaces);
        step.take();
    }

    @Override
    public INDArray getStateViewArray() {
        return getUpdaterStateViewArray();
    }

    /** What a file gets: written when asked for, since the rule's memory lies elsewhere. */
    @Override
    public synchronized INDArray getUpdaterStateViewArray() {
        step.pack(super.getUpdaterStateViewArray());
        return super.getUpdaterStateViewArray();
    }

    @Override
    public synchronized INDArray getStateViewArrayCopy() {
        return getUpdaterStateViewArray().dup();
    }

    @Override
    public synchronized void setStateViewArray(INDArray state) {
        super.setStateViewArray(state);
        step.unpack(super.getUpdaterStateViewArray());
    }
}
