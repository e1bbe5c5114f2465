package org.guideddescent.model;

import java.util.Arrays;
import java.util.List;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The classic test functions, each a sum of squares of residuals of one number or of two neighbors.
 * <pre>
 *   f(x) = c + Σ rₖ²          ∇f = 2 Jᵀr          ∇²f = 2 JᵀJ + 2 Σ rₖ ∇²rₖ,  whose first term is the Gauss–Newton matrix
 * </pre>
 * The parameter is x [n × 1]; batches are not read. All arithmetic is double, whatever the type. An objective holds the
 * memory of its passes, so it serves one thread. The form is that of Moré, Garbow and Hillstrom, 1981; {@link
 * TestFunctions} has the table.
 */
public final class TestFunction implements Objective.Curved {
    private final Classic classic;
    private final Layout layout;
    private final double[] x;
    private final double[] v;
    private final double[] out;
    private final double[] r = new double[6];

    TestFunction(Classic classic, int n) {
        if (n < classic.width() || (classic.fixed() && n != classic.width())) {
            throw new IllegalArgumentException(classic.title() + " is a function of " + classic.width()
                    + (classic.fixed() ? "" : " or more") + " numbers, got n = " + n);
        }
        this.classic = classic;
        layout = Layout.vector(n);
        x = new double[n];
        v = new double[n];
        out = new double[n];
    }

    /** {@return where a path usually begins; a new array} */
    public double[] start() {
        return classic.start().of(x.length);
    }

    /** {@return where f is least, each in a new array; for some functions there are several} */
    public List<double[]> minimizers() {
        return classic.minimizers().stream().map(m -> m.of(x.length)).toList();
    }

    /** {@return the value of f there} */
    public double minimum() {
        return classic.offset() * x.length;
    }

    /**
     * {@return new parameters at {@link #start}}
     *
     * @param type FLOAT or DOUBLE
     */
    public ParamVector initialize(DataType type) {
        var theta = ParamVector.zeros(layout, type);
        Numbers.write(start(), theta.flat());
        return theta;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        double value = sum(theta, true);
        Numbers.write(out, grad.flat());
        return value;
    }

    @Override
    public double loss(ParamVector theta, Batch batch) {
        return sum(theta, false);
    }

    private double sum(ParamVector theta, boolean slope) {
        Numbers.read(theta.flat(), x);
        Arrays.fill(out, 0);
        double value = minimum();
        int last = classic.width() - 1;
        for (int i = 0; i + last < x.length; i++) {
            for (int k = 0; k < classic.count(); k++) {
                classic.residuals().at(k, x[i], x[i + last], r);
                value += r[0] * r[0];
                if (slope) {
                    out[i] += 2 * r[0] * r[1];
                    out[i + last] += last == 0 ? 0 : 2 * r[0] * r[2];
                }
            }
        }
        return value;
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector direction, ParamVector product) {
        times(theta, direction, product, 1);
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector direction, ParamVector product) {
        times(theta, direction, product, 0);
    }

    /** bend: what part of Σ rₖ ∇²rₖ to add. */
    private void times(ParamVector theta, ParamVector direction, ParamVector product, double bend) {
        Numbers.read(theta.flat(), x);
        Numbers.read(direction.flat(), v);
        Arrays.fill(out, 0);
        int last = classic.width() - 1;
        for (int i = 0; i + last < x.length; i++) {
            for (int k = 0; k < classic.count(); k++) {
                classic.residuals().at(k, x[i], x[i + last], r);
                double second = last == 0 ? 0 : v[i + last];
                double moved = r[1] * v[i] + r[2] * second;
                out[i] += 2 * (r[1] * moved + bend * r[0] * (r[3] * v[i] + r[4] * second));
                out[i + last] += last == 0 ? 0 : 2 * (r[2] * moved + bend * r[0] * (r[4] * v[i] + r[5] * second));
            }
        }
        Numbers.write(out, product.flat());
    }

    @Override
    public String toString() {
        return classic.title() + " of " + x.length + " numbers";
    }
}
