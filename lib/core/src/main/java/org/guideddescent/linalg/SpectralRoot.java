package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** V f(λ) Vᵀ with f the inverse root. */
final class SpectralRoot implements InverseRoot.Finder {
    /** Finds vectors and eigenvalues, or says that it did not. */
    private interface Spectrum {
        boolean find(INDArray a, double[] lambda);
    }

    private final Ops ops;
    private final Rank rank;
    private final double p;
    private final Spectrum spectrum;
    private final INDArray vectors;
    private final INDArray scaled;
    private final INDArray roots;
    private final double[] lambda;

    private SpectralRoot(Place place, Rank rank, int n, double p, INDArray vectors, Spectrum spectrum) {
        if (!(p >= 1) || p == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("the root p must be 1 or more, got " + p);
        }
        this.ops = place.ops();
        this.rank = rank;
        this.p = p;
        this.spectrum = spectrum;
        this.vectors = vectors;
        this.scaled = place.scratch().get("root scaled", n, n);
        this.roots = place.scratch().get("root values", n);
        this.lambda = new double[n];
    }

    static SpectralRoot byEigh(Place place, Rank rank, int n, double p) {
        var eigh = new Eigh(place.ops(), n, place.name(), place.scratch(), place.failures());
        var vectors = place.scratch().get("root vectors", n, n);
        var values = place.scratch().get("root values", n);
        return new SpectralRoot(place, rank, n, p, vectors, (a, lambda) -> {
            if (!eigh.decompose(a, values, vectors)) {
                return false;
            }
            for (int i = 0; i < n; i++) {
                lambda[i] = values.data().getDouble(values.offset() + i);
            }
            return true;
        });
    }

    static SpectralRoot byBasis(Place place, Eigenbasis basis, Rank rank, int n, double p) {
        var tracked = basis.bind(place, n);
        var q = place.state().get("basis", n, n);
        int[] order = new int[n];
        return new SpectralRoot(place, rank, n, p, q, (a, lambda) -> {
            tracked.refresh(a, q, order);
            tracked.rayleigh(a, q, lambda);
            return true;
        });
    }

    @Override
    public boolean write(INDArray a, INDArray out) {
        if (!spectrum.find(a, lambda)) {
            return false;
        }
        rank.inverseRoot(lambda, p);
        // Half of the root on each side makes the result symmetric to the last bit, at half the price.
        for (int i = 0; i < lambda.length; i++) {
            roots.data().put(roots.offset() + i, Math.sqrt(lambda[i]));
        }
        ops.copy(vectors, scaled);
        ops.scaleColumns(roots, scaled);
        ops.syrk(false, 1, scaled, 0, out);
        return true;
    }
}
