package org.guideddescent.rule;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Those who take the same steps on the same weights, each in a thread or process of its own. All that a rule may know of
 * them: work that every one would repeat can be divided, see {@link Division}.
 */
public interface Colleagues {
    /** Nobody else. */
    Colleagues NONE = new Colleagues() {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public void broadcast(int owner, INDArray values) {}
    };

    /** {@return which of them this is, from 0} */
    int rank();

    /** {@return how many there are} */
    int size();

    /**
     * Everyone's values become the owner's, to the last bit. All must call it, with arrays of one type and shape, in the same
     * order among all that they send.
     *
     * @param owner whose values everyone gets, by rank
     * @param values modified but at the owner
     */
    void broadcast(int owner, INDArray values);
}
