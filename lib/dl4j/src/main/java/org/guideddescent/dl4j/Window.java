package org.guideddescent.dl4j;

import org.guideddescent.compute.Ops;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One parameter of a network, as DL4J stores it and as a rule sees it.
 *
 * @param name DL4J's name, such as {@code 0_W}
 * @param role what it does in the network
 * @param rows rows of DL4J's memory, read row by row
 * @param cols columns of it
 * @param turned whether a rule sees the transpose, [cols × rows]
 * @param weights DL4J's weights, [rows × cols], aliasing the network's
 * @param gradient DL4J's gradient, in place of which it expects the update, aliasing the network's
 */
record Window(String name, Role role, int rows, int cols, boolean turned, INDArray weights, INDArray gradient) {
    void declare(Layout.Builder layout) {
        layout.add(name, role, turned ? cols : rows, turned ? rows : cols);
    }

    /** theta ← the network's weights. */
    void readWeights(Ops ops, ParamVector theta) {
        read(ops, weights, theta);
    }

    /** grad ← the network's gradient. */
    void readGradient(Ops ops, ParamVector grad) {
        read(ops, gradient, grad);
    }

    /** The network's weights ← theta. */
    void writeWeights(Ops ops, ParamVector theta) {
        write(ops, theta, weights);
    }

    /** Where the network's gradient was: its weights − theta, which DL4J will subtract. */
    void writeUpdate(Ops ops, ParamVector theta) {
        write(ops, theta, gradient);
        ops.scale(-1, gradient);
        ops.axpy(1, weights, gradient);
    }

    private void read(Ops ops, INDArray from, ParamVector to) {
        if (turned) {
            ops.transpose(from, to.view(name));
        } else {
            ops.copy(from, to.view(name));
        }
    }

    private void write(Ops ops, ParamVector from, INDArray to) {
        if (turned) {
            ops.transpose(from.view(name), to);
        } else {
            ops.copy(from.view(name), to);
        }
    }
}
