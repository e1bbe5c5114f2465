package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Random vectors z with E[z zᵀ] = I, functions of a key. */
public enum Probes {
    /** ±1 with equal chance: the least variance of zᵀA z among independent entries. */
    RADEMACHER {
        @Override
        public void draw(long key, INDArray z) {
            Ops.current().rademacher(key, z);
        }
    },
    /** Standard normal numbers. */
    NORMAL {
        @Override
        public void draw(long key, INDArray z) {
            Ops.current().normal(key, z);
        }
    },
    /** Uniform on the sphere of radius √n. */
    SPHERE {
        @Override
        public void draw(long key, INDArray z) {
            var ops = Ops.current();
            ops.normal(key, z);
            ops.scale(Math.sqrt((double) z.length()) / ops.norm(z), z);
        }
    };

    /**
     * Draws the vector of that key.
     *
     * @param key what the vector is a function of
     * @param z [n], overwritten
     */
    public abstract void draw(long key, INDArray z);
}
