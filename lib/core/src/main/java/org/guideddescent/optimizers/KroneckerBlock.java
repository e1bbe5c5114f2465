package org.guideddescent.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.InverseRoot;
import org.guideddescent.linalg.Place;
import org.guideddescent.rule.Division;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Task;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One block of a matrix: the factor of each side that is whitened, and its inverse root. Each root is a task that colleagues
 * divide; whoever finds it sends it to the others, with what its finder remembers and its failures.
 */
final class KroneckerBlock {
    private final Ops ops;
    private final Shampoo rule;
    private final INDArray d;
    private final INDArray half;
    private final Side left;
    private final Side right;
    private final Both ends;

    /** d: the block of the direction, a view. */
    KroneckerBlock(Scope scope, String name, INDArray d, Slots slots, Shampoo rule, Shampoo.Sides sides) {
        this.ops = scope.ops();
        this.rule = rule;
        this.d = d;
        this.half = slots.sharedScratch("half", d.rows(), d.columns());
        double power = sides == Shampoo.Sides.BOTH ? rule.power() : 2 * rule.power();
        var counts = slots.doubles("counts", 4);
        this.left = new Side(scope, sides != Shampoo.Sides.RIGHT, name, "left", d.rows(), power, slots, counts, 0);
        this.right = new Side(scope, sides != Shampoo.Sides.LEFT, name, "right", d.columns(), power, slots, counts, 2);
        this.ends = new Both(left::end, right::end);
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

    /** If this is a step to find roots, finds those that fall to this one of several. */
    void begin(long t) {
        double weight = rule.beta2() == 1 ? 1 : 1 - Math.pow(rule.beta2(), (double) t);
        left.begin(t, weight);
        right.begin(t, weight);
    }

    /** Afterwards the roots that were to be found are here, whoever found them. */
    void end() {
        ends.run();
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
        final Task task;
        boolean due;
        double weight;

        /** counts: failures in a row at place at, and behind it whether there is a root. */
        Side(
                Scope scope,
                boolean used,
                String name,
                String key,
                int n,
                double power,
                Slots slots,
                Numbers counts,
                int at) {
            this.used = used;
            this.onTheLeft = key.equals("left");
            this.counts = counts;
            this.at = at;
            this.sum = used ? slots.zeros(key, n, n) : half;
            this.root = used ? slots.zeros(key + " root", n, n) : half;
            this.corrected = used ? slots.sharedScratch("factor", n, n) : half;
            var found = new ArrayList<>(List.of(root));
            var place = new Place(
                    ops,
                    name + " " + key,
                    (what, shape) -> {
                        var memory = slots.in(key).zeros(what, shape);
                        found.add(memory);
                        return memory;
                    },
                    slots::sharedScratch,
                    new Counted(counts, at));
            this.finder = used ? rule.root().bind(place, n, 1 / power) : (a, out) -> false;
            this.task = used
                    ? scope.division().task(Math.pow(n, 3), 1, this::find, found)
                    : Division.alone().task(0, 1, () -> false, List.of());
        }

        void begin(long t, double newWeight) {
            var timing = rule.timing();
            boolean first = counts.get(at + 1) == 0;
            due = used && t >= timing.start() && (first || t % timing.frequency() == 0);
            weight = newWeight;
            if (due) {
                task.begin();
            }
        }

        void end() {
            if (!due) {
                return;
            }
            due = false;
            try {
                if (task.end()) {
                    counts.set(at + 1, 1);
                }
            } finally {
                counts.set(at, task.get(0));
            }
        }

        private boolean find() {
            var factor = sum;
            if (weight != 1) {
                ops.copy(sum, corrected);
                ops.scale(1 / weight, corrected);
                factor = corrected;
            }
            try {
                return finder.write(factor, root);
            } finally {
                task.set(0, counts.get(at));
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
