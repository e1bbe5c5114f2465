package org.guideddescent.scaling;

import org.guideddescent.space.Param;
import org.guideddescent.space.Role;

/**
 * How a parameter has grown since the base network.
 *
 * @param here the parameter
 * @param base what it is in the base network
 * @param depth how many times as many branches the network has, if the parameter stands in one; else 1
 */
public record Growth(Param here, Param base, double depth) {
    /**
     * Refuses pairs of another kind, and depths that cannot be compared.
     *
     * @param here the parameter
     * @param base what it is in the base network
     * @param depth how many times as many branches the network has, if the parameter stands in one; else 1
     * @throws IllegalArgumentException if a matrix is compared with something else, or the depth is not positive
     */
    public Growth {
        if (here.isMatrix() != base.isMatrix() || !(depth > 0)) {
            throw new IllegalArgumentException("a parameter grows from one of its kind, got " + here + " from " + base
                    + " at " + depth + " times the depth");
        }
    }

    /**
     * {@return by how much what a matrix sums over has grown; 1 for vectors, and for tables, of which a row is read at
     * a time}
     */
    public double in() {
        return (double) in(here) / in(base);
    }

    /** {@return by how much what comes out has grown} */
    public double out() {
        return (double) out(here) / out(base);
    }

    /** {@return whether it is the matrix that writes the prediction} */
    public boolean writes() {
        return here.role() == Role.OUTPUT;
    }

    static int in(Param p) {
        return p.role() == Role.EMBEDDING ? 1 : p.cols();
    }

    static int out(Param p) {
        return p.role() == Role.EMBEDDING ? p.cols() : p.rows();
    }
}
