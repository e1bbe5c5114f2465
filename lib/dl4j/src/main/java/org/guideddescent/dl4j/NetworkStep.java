package org.guideddescent.dl4j;

import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the two updaters, which DL4J wants as two classes, have in common. */
interface NetworkStep {
    /** Where DL4J left the gradient: the update, for all parameters that a rule trains. */
    void take();

    /** state ← the rule's memory. state: DL4J's array, in which there is room. */
    void pack(INDArray state);

    /** The rule's memory ← state. */
    void unpack(INDArray state);

    /** Lets the blocks of an updater that was just made pass. */
    static void open(Iterable<UpdaterBlock> blocks) {
        for (var block : blocks) {
            if (block.getGradientUpdater() instanceof RuleGate gate) {
                gate.open();
            }
        }
    }

    /** Refuses a gradient that some other network computed: the rule's windows are of this one. */
    static void requireOwn(INDArray gradient, INDArray own) {
        // DL4J hands out a reshaped view of its own memory.
        boolean same = gradient.length() == own.length()
                && gradient.offset() == own.offset()
                && gradient.data().pointer().address() == own.data().pointer().address();
        if (!same) {
            throw new IllegalStateException(
                    "a rule takes steps with the gradients of the network that it is attached to; this "
                            + "one comes from elsewhere");
        }
    }
}
