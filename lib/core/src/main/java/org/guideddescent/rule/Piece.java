package org.guideddescent.rule;

import java.util.function.LongToDoubleFunction;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A contiguous part of a scope's memory in which one learning rate holds.
 *
 * @param direction d there, a 1-D window that aliases it
 * @param theta the weights there, a 1-D window that aliases them
 * @param from where it begins in the flat buffers
 * @param position where it begins in a slot as long as the whole scope
 * @param rate η there, as a function of t
 */
public record Piece(INDArray direction, INDArray theta, long from, long position, LongToDoubleFunction rate) {
    /** {@return how many numbers it has} */
    public long size() {
        return direction.length();
    }

    /**
     * {@return this part of a 1-D slot of the scope's size, aliasing it}
     *
     * @param slot [numbers of the scope]
     */
    public INDArray of(INDArray slot) {
        return Scope.window(slot, position, position + size());
    }

    /**
     * {@return this part of any vector of the layout, aliasing it}
     *
     * @param vector of the scope's layout
     */
    public INDArray of(ParamVector vector) {
        return Scope.window(vector.flat(), from, from + size());
    }
}
