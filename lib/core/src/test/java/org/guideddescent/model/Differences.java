package org.guideddescent.model;

import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.ParamVector;

/** How far an objective's derivatives are from central differences, against the largest entry. */
final class Differences {
    private static final double STEP = 1e-5;

    private Differences() {}

    /** Of the gradient, from differences of the loss, one coordinate after another. */
    static double ofGradient(Objective f, ParamVector theta, Batch batch) {
        var grad = theta.like();
        f.gradient(theta, batch, grad);
        var g = values(grad);
        var found = new double[g.length];
        var moved = theta.copy();
        for (int i = 0; i < g.length; i++) {
            double at = theta.flat().getDouble(i);
            double h = STEP * Math.max(1, Math.abs(at));
            moved.flat().putScalar(i, at + h);
            double up = f.loss(moved, batch);
            moved.flat().putScalar(i, at - h);
            found[i] = (up - f.loss(moved, batch)) / (2 * h);
            moved.flat().putScalar(i, at);
        }
        return relative(found, g);
    }

    /** Of the Hessian product along v, from the difference of gradients. */
    static double ofHessian(Objective.Curved f, ParamVector theta, Batch batch, ParamVector v) {
        var product = theta.like();
        f.hessianTimes(theta, batch, v, product);
        var up = theta.like();
        var down = theta.like();
        var moved = theta.copy();
        moved.flat().addi(v.flat().mul(STEP));
        f.gradient(moved, batch, up);
        moved.flat().subi(v.flat().mul(2 * STEP));
        f.gradient(moved, batch, down);
        up.flat().subi(down.flat()).divi(2 * STEP);
        return relative(values(up), values(product));
    }

    static double[] values(ParamVector v) {
        return v.flat().toDoubleVector();
    }

    static double relative(double[] expected, double[] found) {
        double most = 0;
        double scale = 1e-300;
        for (int i = 0; i < found.length; i++) {
            double off = Math.abs(expected[i] - found[i]);
            most = off <= most ? most : off;
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return most / scale;
    }
}
