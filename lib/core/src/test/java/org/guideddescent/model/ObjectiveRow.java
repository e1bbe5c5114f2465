package org.guideddescent.model;

import java.util.SplittableRandom;
import java.util.function.Function;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An objective and what the laws need to ask it.
 *
 * @param linear whether the outputs are linear in the parameters, so that Hessian and Gauss–Newton matrix are one
 * @param batch examples of a type
 */
record ObjectiveRow(String name, Objective.Curved objective, boolean linear, Function<DataType, Batch> batch) {
    static ObjectiveRow row(String name, Objective.Curved objective) {
        return new ObjectiveRow(name, objective, false, type -> Batch.NONE);
    }

    ObjectiveRow isLinear() {
        return new ObjectiveRow(name, objective, true, batch);
    }

    ObjectiveRow on(Function<DataType, Batch> examples) {
        return new ObjectiveRow(name, objective, linear, examples);
    }

    /** Random parameters, the same for all types but for rounding. */
    ParamVector point(long seed, DataType type) {
        var random = new SplittableRandom(seed);
        var theta = ParamVector.zeros(objective.layout(), type);
        for (int i = 0; i < theta.flat().length(); i++) {
            theta.flat().putScalar(i, 0.7 * Normal.next(random));
        }
        return theta;
    }

    @Override
    public String toString() {
        return name;
    }
}
