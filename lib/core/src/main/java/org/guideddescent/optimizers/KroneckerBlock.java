package org.guideddescent.optimizers;

import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.InverseRoot;
import org.guideddescent.linalg.Place;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Slots;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One block of a matrix: the factor of each side that is whitened, and its inverse root. */
final class KroneckerBlock {
    private final Ops ops;
    private final Shampoo rule;
    private final INDArray d;
    private final INDArray half;
    private final Side left;
    private final Side right;

    /** d: the block of the direction, a view. */
    KroneckerBlock(Ops ops, String name, INDArray d, Slots slots, Shampoo rule, Shampoo.Sides sides) {
        this.ops = ops;
        this.rule = rule;
        this.d = d;
        this.half = slots.sharedScratch("half", d.rows(), d.columns());
        double power = sides == Shampoo.Sides.BOTH ? rule.power() : 2 * rule.power();
        var counts = slots.doubles("counts", 4);
        this.left = new Side(sides != Shampoo.Sides.RIGHT, name + " left", "left", d.rows(), power, slots, counts, 0);
        this.right =
                new Side(sides != Shampoo.Sides.LEFT, name + " right", "right", d.columns(), power, slots, counts, 2);
    }

    /** The gradient in d enters the factors. */
    void accumulate(boolean kl) {
        double keep = rule.beta2();
        double take = keep == 1 ? 1 : 1 - keep;
        if (!kl) {
            if (left.used) {
                ops.syrk(false, take, d, keep, left.sum);
            }
            if (right.used) {
                ops.syrk(true, take, d, keep, right.sum);
            }
            return;
        }
        // G R⁻¹ Gᵀ is that of G R^(−½) with itself; the roots are those of the last refresh for both sides.
        right.times(d, half);
        ops.syrk(false, take / d.columns(), half, keep, left.sum);
        left.times(d, half);
        ops.syrk(true, take / d.rows(), half, keep, right.sum);
    }

    /** Finds the roots, if this is a step to do so. */
    void refresh(long t) {
        double weight = rule.beta2() == 1 ? 1 : 1 - Math.pow(rule.beta2(), (double) t);
        left.refresh(t, weight);
        right.refresh(t, weight);
    }

    /** d ← L^(−q) d R^(−q). */
    void precondition() {
        left.times(d, half);
        right.times(half, d);
    }

    /** A side with its factor. */
    private final class Side {
        final boolean used;
        final boolean onTheLeft;
        final INDArray sum;
        final INDArray root;
        final INDArray corrected;
        final InverseRoot.Finder finder;
        final Numbers counts;
        final int at;

        /** counts: failures in a row at place at, and behind it whether there is a root. */
        Side(boolean used, String name, String key, int n, double power, Slots slots, Numbers counts, int at) {
            this.used = used;
            this.onTheLeft = key.equals("left");
            this.counts = counts;
            this.at = at;
            this.sum = used ? slots.zeros(key, n, n) : half;
            this.root = used ? slots.zeros(key + " root", n, n) : half;
            this.corrected = used ? slots.sharedScratch("factor", n, n) : half;
            var place = new Place(ops, name, slots.in(key)::zeros, slots::sharedScratch, new Counted(counts, at));
            this.finder = used ? rule.root().bind(place, n, 1 / power) : (a, out) -> false;
        }

        void refresh(long t, double weight) {
            var timing = rule.timing();
            boolean first = counts.get(at + 1) == 0;
            if (!used || t < timing.start() || !(first || t % timing.frequency() == 0)) {
                return;
            }
            var factor = sum;
            if (weight != 1) {
                ops.copy(sum, corrected);
                ops.scale(1 / weight, corrected);
                factor = corrected;
            }
            if (finder.write(factor, root)) {
                counts.set(at + 1, 1);
            }
        }

        /** out ← root x, or x root; x where there is no root. */
        void times(INDArray x, INDArray out) {
            if (counts.get(at + 1) == 0) {
                ops.copy(x, out);
            } else if (onTheLeft) {
                ops.gemm(false, false, 1, root, x, 0, out);
            } else {
                ops.gemm(false, false, 1, x, root, 0, out);
            }
        }
    }
}
