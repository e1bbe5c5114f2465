package org.guideddescent.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.guideddescent.table.RecordTable;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

/**
 * The distribution of a symmetric operator's eigenvalues, by stochastic Lanczos quadrature.
 * <pre>
 *   (1/n) tr f(A) ≈ Σ weight f(node)          per probe z: nodes θ and weights of k Lanczos steps from z, over the probes
 * </pre>
 * For one probe the sum is zᵀf(A) z / zᵀz if f is a polynomial of degree below 2 k; its mean over probes is the left side,
 * exactly so for probes of constant length. Golub and Welsch, 1969, for nodes and weights; Lin, Saad and Yang, 2016; Ghorbani,
 * Krishnan and Xiao, 2019, arXiv:1901.10159.
 */
public final class SpectralDensity {
    private final List<Quadrature> quadratures;

    private SpectralDensity(List<Quadrature> quadratures) {
        this.quadratures = quadratures;
    }

    /** Nodes and weights of one probe. */
    private static final class Quadrature {
        private final double[] nodes;
        private final double[] weights;

        Quadrature(double[] nodes, double[] weights) {
            this.nodes = nodes;
            this.weights = weights;
        }

        Quadrature negated() {
            return new Quadrature(Arrays.stream(nodes).map(x -> -x).toArray(), weights);
        }

        double sum(DoubleUnaryOperator f) {
            double sum = 0;
            for (int i = 0; i < nodes.length; i++) {
                sum += weights[i] * f.applyAsDouble(nodes[i]);
            }
            return sum;
        }
    }

    /**
     * {@return the density of {@link #of(LinearOperator, int, int, Probes, long)} with random signs}
     *
     * @param a symmetric [n × n]
     * @param steps k, from 1 to n: 80 to 100 are usual
     * @param probes random vectors, at least 1; 10 are usual
     * @param key what the probes are functions of
     */
    public static SpectralDensity of(LinearOperator a, int steps, int probes, long key) {
        return of(a, steps, probes, Probes.RADEMACHER, key);
    }

    /**
     * Measures the density with steps × probes products; steps × n numbers of memory while it does.
     *
     * @param a symmetric [n × n]
     * @param steps k, from 1 to n: 80 to 100 are usual
     * @param probes at least 1; 10 are usual
     * @param kind distribution of the random vectors
     * @param key what the probes are functions of
     * @return the density
     */
    public static SpectralDensity of(LinearOperator a, int steps, int probes, Probes kind, long key) {
        if (probes < 1) {
            throw new IllegalArgumentException("probes must be at least 1, got " + probes);
        }
        var lanczos = new Lanczos(a, steps);
        var z = Nd4j.create(a.type(), a.rows());
        var keys = new SplittableRandom(key);
        var quadratures = new ArrayList<Quadrature>();
        for (int i = 0; i < probes; i++) {
            kind.draw(keys.nextLong(), z);
            quadratures.add(new Quadrature(lanczos.run(z).values(), lanczos.weights()));
        }
        return new SpectralDensity(List.copyOf(quadratures));
    }

    /** {@return the nodes of all probes, one probe after the other; a new array} */
    public double[] nodes() {
        return quadratures.stream().flatMapToDouble(q -> Arrays.stream(q.nodes)).toArray();
    }

    /** {@return the weights of those nodes, not negative; they sum to 1} */
    public double[] weights() {
        return quadratures.stream()
                .flatMapToDouble(q -> Arrays.stream(q.weights).map(w -> w / quadratures.size()))
                .toArray();
    }

    /**
     * {@return the nodes of all probes as a table: probe from 1, node in units of the eigenvalues, and weight, a share of
     * 1} A histogram of the nodes by their weights is the density.
     */
    public Table table() {
        var rows = new ArrayList<Row>();
        for (int p = 0; p < quadratures.size(); p++) {
            var q = quadratures.get(p);
            for (int i = 0; i < q.nodes.length; i++) {
                rows.add(new Row(p + 1, q.nodes[i], q.weights[i] / quadratures.size()));
            }
        }
        return RecordTable.of("density", Row.class, rows);
    }

    private record Row(int probe, double node, double weight) {}

    /**
     * {@return (1/n) tr f(A), with the standard error over the probes}
     *
     * @param f function of an eigenvalue
     */
    public Estimate mean(DoubleUnaryOperator f) {
        double[] sums = quadratures.stream().mapToDouble(q -> q.sum(f)).toArray();
        return Estimate.of(sums, sums.length * quadratures.get(0).nodes.length);
    }

    /**
     * {@return (1/n) tr Aᵖ, the mean of the p-th powers of the eigenvalues; p = 0 gives 1}
     *
     * @param p power, 0 or more
     */
    public Estimate moment(int p) {
        if (p < 0) {
            throw new IllegalArgumentException("a moment needs a power of at least 0, got " + p);
        }
        return mean(x -> Math.pow(x, p));
    }

    /**
     * {@return the density smoothed by a normal distribution: out[i] = Σ weight N(at[i]; node, width²), a new array}
     * Its integral over the line is 1.
     *
     * @param at in units of the eigenvalues
     * @param width standard deviation in the same units
     */
    public double[] smoothed(double[] at, double width) {
        return curve(at, width, x -> x);
    }

    /**
     * {@return the density of log₁₀ λ over the positive eigenvalues, smoothed on that axis; its integral is the share
     * of the weight on positive nodes} For the negative ones take {@link #negated}.
     *
     * @param at values of log₁₀ λ
     * @param width standard deviation in decades
     */
    public double[] smoothedOnDecades(double[] at, double width) {
        return curve(at, width, x -> x > 0 ? Math.log10(x) : Double.NaN);
    }

    /** {@return the density of −A} */
    public SpectralDensity negated() {
        return new SpectralDensity(quadratures.stream().map(Quadrature::negated).toList());
    }

    private double[] curve(double[] at, double width, DoubleUnaryOperator axis) {
        if (!(width > 0) || !Double.isFinite(width)) {
            throw new IllegalArgumentException("the width of a density must be positive, got " + width);
        }
        double height = 1 / (width * Math.sqrt(2 * Math.PI));
        var out = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double x = at[i];
            out[i] = mean(node -> {
                        double z = (x - axis.applyAsDouble(node)) / width;
                        return Double.isNaN(z) ? 0 : height * Math.exp(-0.5 * z * z);
                    })
                    .value();
        }
        return out;
    }
}
