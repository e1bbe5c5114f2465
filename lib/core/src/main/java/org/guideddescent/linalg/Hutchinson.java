package org.guideddescent.linalg;

import java.util.SplittableRandom;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Hutchinson's estimates: means over random vectors z with E[z zᵀ] = I.
 * <pre>  tr A = E zᵀA z          diag A = E z ⊙ A z          ‖A‖_F² = E ‖A z‖²  </pre>
 * With random signs trace and diagonal of a diagonal matrix are exact, and for symmetric A var zᵀA z = 2 Σᵢ≠ⱼ Aᵢⱼ², var
 * (z ⊙ A z)ᵢ = Σⱼ≠ᵢ Aᵢⱼ²; with normal numbers var zᵀA z = 2 ‖A‖_F². Two vectors of memory, four for the diagonal.
 * Girard, 1989; Hutchinson, 1990; Bekas, Kokiopoulou and Saad, 2007, for the diagonal.
 *
 * @param probes distribution of the random vectors
 * @param count vectors z, at least 2, each for one product
 */
public record Hutchinson(Probes probes, int count) {
    /**
     * Refuses so few vectors that there is no standard error.
     *
     * @param probes distribution of the random vectors
     * @param count vectors z, at least 2, each for one product
     * @throws IllegalArgumentException if count is below 2
     */
    public Hutchinson {
        if (count < 2) {
            throw new IllegalArgumentException("count must be at least 2 for a standard error, got " + count);
        }
    }

    /** What a probe and its product give. */
    @FunctionalInterface
    private interface Sample {
        double of(INDArray z, INDArray az);
    }

    /**
     * {@return an estimate of tr A}
     *
     * @param a square operator
     * @param key what the probes are functions of
     */
    public Estimate trace(LinearOperator a, long key) {
        Fit.square("a trace", a);
        return mean(a, key, Ops.current()::dot);
    }

    /**
     * {@return an estimate of ‖A‖_F², without bias}
     *
     * @param a any operator
     * @param key what the probes are functions of
     */
    public Estimate frobeniusSquared(LinearOperator a, long key) {
        var ops = Ops.current();
        return mean(a, key, (z, az) -> ops.dot(az, az));
    }

    /**
     * {@return an estimate of ‖A‖_F, the root of {@link #frobeniusSquared}: too small by about half its relative
     * variance}
     *
     * @param a any operator
     * @param key what the probes are functions of
     */
    public Estimate frobenius(LinearOperator a, long key) {
        return frobeniusSquared(a, key).root();
    }

    private Estimate mean(LinearOperator a, long key, Sample sample) {
        var z = Nd4j.create(a.type(), a.columns());
        var az = Nd4j.create(a.type(), a.rows());
        var keys = new SplittableRandom(key);
        var samples = new double[count];
        for (int i = 0; i < count; i++) {
            probes.draw(keys.nextLong(), z);
            a.times(z, az);
            samples[i] = sample.of(z, az);
        }
        return Estimate.of(samples, count);
    }

    /**
     * {@return an estimate of diag A}
     *
     * @param a square operator
     * @param key what the probes are functions of
     */
    public VectorEstimate diagonal(LinearOperator a, long key) {
        Fit.square("a diagonal", a);
        var ops = Ops.current();
        var z = Nd4j.create(a.type(), a.columns());
        var az = Nd4j.create(a.type(), a.rows());
        var mean = new RunningMean(ops, az);
        var keys = new SplittableRandom(key);
        for (int i = 0; i < count; i++) {
            probes.draw(keys.nextLong(), z);
            a.times(z, az);
            ops.scaleColumns(z, az);
            mean.add();
        }
        return mean.estimate(count);
    }
}
