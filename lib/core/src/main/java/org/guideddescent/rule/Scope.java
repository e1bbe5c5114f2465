package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters a rule is responsible for, and where they lie.
 *
 * @param params in the order of memory
 * @param theta the weights; a rule reads them, and modifies them only in {@link Stepper#settle}
 * @param direction d, modified in place by the rule
 */
public record Scope(Ops ops, List<Param> params, ParamVector theta, ParamVector direction) {
    public Scope {
        params = List.copyOf(params);
    }

    /** The direction of p [rows × cols]. */
    public INDArray direction(Param p) {
        return direction.view(p);
    }

    /** The weights of p [rows × cols]. */
    public INDArray theta(Param p) {
        return theta.view(p);
    }

    /** The direction as few 1-D windows as the scope's memory has contiguous runs. */
    public List<INDArray> directionRuns() {
        var runs = new ArrayList<INDArray>();
        for (int i = 0; i < params.size(); ) {
            int j = i + 1;
            while (j < params.size()
                    && params.get(j).offset() == params.get(j - 1).end()) {
                j++;
            }
            runs.add(window(
                    direction.flat(), params.get(i).offset(), params.get(j - 1).end()));
            i = j;
        }
        return runs;
    }

    /** The numbers [from, to) of a flat array, aliasing it. */
    static INDArray window(INDArray flat, long from, long to) {
        return flat.get(NDArrayIndex.interval(from, to)).reshape('c', true, to - from);
    }
}
