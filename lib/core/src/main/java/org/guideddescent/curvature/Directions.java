package org.guideddescent.curvature;

import org.guideddescent.compute.Ops;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Directions to look along. */
public final class Directions {
    private Directions() {}

    /**
     * {@return a direction of standard normal numbers, of theta's layout and type}
     *
     * @param theta of the layout and type that the direction gets, not modified
     * @param key what the random numbers are functions of
     */
    public static ParamVector random(ParamVector theta, long key) {
        var d = theta.like();
        Ops.current().normal(key, d.flat());
        return d;
    }

    /**
     * {@return a random direction whose rows have the lengths of theta's, so that pictures of networks of different
     * scales compare: a row of a matrix holds the weights of one neuron} Biases and normalizations do not move. Li et
     * al., 2018, Section 4, arXiv:1712.09913.
     *
     * @param theta weights whose rows give the lengths, not modified
     * @param key what the random numbers are functions of
     */
    public static ParamVector filterNormalized(ParamVector theta, long key) {
        var d = random(theta, key);
        for (var p : theta.layout().params()) {
            if (p.role() == Role.BIAS || p.role() == Role.NORM) {
                Ops.current().fill(0, d.view(p));
            } else {
                toLengthsOf(theta, p, d);
            }
        }
        return d;
    }

    private static void toLengthsOf(ParamVector theta, Param p, ParamVector d) {
        var ops = Ops.current();
        for (int i = 0; i < p.rows(); i++) {
            var at = NDArrayIndex.interval(i, i + 1);
            var row = d.view(p).get(at, NDArrayIndex.all());
            ops.scale(ops.norm(theta.view(p).get(at, NDArrayIndex.all())) / ops.norm(row), row);
        }
    }

    /**
     * {@return the direction to − from, new parameters}
     *
     * @param from where the direction begins, not modified
     * @param to where it ends, of the same layout, not modified
     */
    public static ParamVector between(ParamVector from, ParamVector to) {
        var d = to.copy();
        Ops.current().axpy(-1, from.flat(), d.flat());
        return d;
    }
}
