package org.guideddescent.model;

import static org.guideddescent.compute.Expr.load;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A linear associative memory of K items whose frequencies have a long tail.
 * <pre>
 *   logits zᵢⱼ = uⱼᵀ W eᵢ          L(W) = Σ pᵢ (−ln softmax(zᵢ)ᵢ)          pᵢ ∝ i^(−α)
 *   ∇L = Σ pᵢ (Uᵀ(softmax(zᵢ) − δᵢ)) eᵢᵀ          ∇²L[V] = Uᵀ S E,  row i of S: pᵢ (diag(s) − s sᵀ) żᵢ
 * </pre>
 * e and u are the rows of E and U [K × d]. The parameter is w [d × d], a hidden matrix; all items are seen at each call and
 * batches are not read. The logits are linear in W, so the Gauss–Newton matrix is the Hessian. Serves one thread. After
 * "Muon in Associative Memory Learning", arXiv:2602.05725.
 */
public final class AssociativeMemory implements Objective.Curved {
    private final double[] frequencies;
    private final Layout layout;
    private final Param w;
    private final PerType<Memory> memory;

    private AssociativeMemory(INDArray inputs, INDArray outputs, double alpha) {
        int items = (int) inputs.size(0);
        if (items < 2 || !(alpha >= 0) || alpha == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a memory needs two items or more and a finite power alpha of 0 or more,"
                    + " got " + items + " items and alpha = " + alpha);
        }
        frequencies = Spectra.sumOne(Spectra.powerLaw(items, alpha));
        layout = Layout.builder()
                .add("w", Role.HIDDEN, (int) outputs.size(1), (int) inputs.size(1))
                .build();
        w = layout.params().get(0);
        memory = new PerType<>(type -> new Memory(type, inputs, outputs, frequencies));
    }

    /**
     * {@return a memory of items whose embeddings are orthonormal: two random orthogonal bases of K dimensions}
     *
     * @param random draws the embeddings
     * @param items how many items there are
     * @param alpha α of the frequencies, pᵢ ∝ i^(−α)
     */
    public static AssociativeMemory orthonormal(RandomGenerator random, int items, double alpha) {
        return new AssociativeMemory(Haar.orthogonal(random, items), Haar.orthogonal(random, items), alpha);
    }

    /**
     * {@return a memory of items whose embeddings are Gaussian, of d dimensions and unit expected length: variance 1/d}
     *
     * @param random draws the embeddings
     * @param items how many items there are
     * @param d dimensions of an embedding
     * @param alpha α of the frequencies, pᵢ ∝ i^(−α)
     */
    public static AssociativeMemory gaussian(RandomGenerator random, int items, int d, double alpha) {
        if (d < 1) {
            throw new IllegalArgumentException("embeddings need one dimension or more, got " + d);
        }
        var inputs = Numbers.normal(random, items, d, DataType.DOUBLE);
        var outputs = Numbers.normal(random, items, d, DataType.DOUBLE);
        double scale = 1 / Math.sqrt(d);
        return new AssociativeMemory(inputs.muli(scale), outputs.muli(scale), alpha);
    }

    /** {@return the frequencies p, descending, of sum 1; a copy} */
    public double[] frequencies() {
        return frequencies.clone();
    }

    /**
     * {@return the probability softmax(zᵢ)ᵢ that each item is answered with itself, in the order of frequency; a new
     * array}
     *
     * @param theta parameters of this objective, not modified
     */
    public double[] recall(ParamVector theta) {
        var m = memory.of(theta.type());
        m.forward(theta.view(w));
        var p = new double[frequencies.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = m.softmax.getDouble(i, i);
        }
        return p;
    }

    /**
     * {@return the mean {@link #recall} of the most frequent eighth of the items}
     *
     * @param theta parameters of this objective, not modified
     */
    public double headRecall(ParamVector theta) {
        return Arrays.stream(recall(theta), 0, Math.max(1, frequencies.length / 8))
                .average()
                .orElseThrow();
    }

    /**
     * {@return the mean {@link #recall} of the less frequent half of the items}
     *
     * @param theta parameters of this objective, not modified
     */
    public double tailRecall(ParamVector theta) {
        int items = frequencies.length;
        return Arrays.stream(recall(theta), items / 2, items).average().orElseThrow();
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        var m = memory.of(theta.type());
        m.logits(theta.view(w));
        double value = m.ops.softmaxCrossEntropy(m.z, m.targets, m.z);
        m.back(grad.view(w));
        return value;
    }

    @Override
    public double loss(ParamVector theta, Batch batch) {
        var m = memory.of(theta.type());
        m.logits(theta.view(w));
        return m.ops.softmaxCrossEntropy(m.z, m.targets, m.z);
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        var m = memory.of(theta.type());
        m.forward(theta.view(w));
        m.logits(v.view(w));
        m.bend();
        m.back(out.view(w));
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        hessianTimes(theta, batch, v, out);
    }

    @Override
    public String toString() {
        return "AssociativeMemory[" + frequencies.length + " items, " + w + "]";
    }

    /** The embeddings and the memory of a pass in one type. */
    private static final class Memory {
        final Ops ops = Ops.current();
        final INDArray inputs;
        final INDArray outputs;
        final INDArray p;
        final INDArray targets;
        final INDArray moved;
        final INDArray z;
        final INDArray softmax;
        final INDArray sums;
        final INDArray mean;
        final Compiled weigh;
        final double[] none = new double[0];

        Memory(DataType type, INDArray inputs, INDArray outputs, double[] frequencies) {
            int items = frequencies.length;
            this.inputs = inputs.castTo(type);
            this.outputs = outputs.castTo(type);
            p = Numbers.column(type, frequencies);
            // The mean over K rows with masses K pᵢ is the sum with weights pᵢ.
            targets = Nd4j.create(type, items, items);
            for (int i = 0; i < items; i++) {
                targets.putScalar(i, i, items * frequencies[i]);
            }
            moved = Nd4j.create(type, items, outputs.size(1));
            z = Nd4j.create(type, items, items);
            softmax = Nd4j.create(type, items, items);
            mean = Nd4j.create(type, items, items);
            sums = Nd4j.create(type, items, 1);
            weigh = ops.compile(new Program(2, 0, List.of(new Program.Write(0, load(0).times(load(1))))), z, softmax);
        }

        /** z ← E Wᵀ Uᵀ. */
        void logits(INDArray w) {
            ops.gemm(false, true, 1, inputs, w, 0, moved);
            ops.gemm(false, true, 1, moved, outputs, 0, z);
        }

        void forward(INDArray w) {
            logits(w);
            ops.softmax(z, softmax);
        }

        /** z ← the loss's Hessian in the logits times z. */
        void bend() {
            weigh.run(none);
            ops.rowSums(z, sums);
            ops.copy(softmax, mean);
            ops.scaleRows(sums, mean);
            ops.axpy(-1, mean, z);
            ops.scaleRows(p, z);
        }

        /** out ← (z U)ᵀ E. */
        void back(INDArray out) {
            ops.gemm(false, false, 1, z, outputs, 0, moved);
            ops.gemm(true, false, 1, moved, inputs, 0, out);
        }
    }
}
