package org.guideddescent.optimizers;

import java.util.List;
import java.util.Optional;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.Eigenbasis;
import org.guideddescent.linalg.Permutation;
import org.guideddescent.linalg.Place;
import org.guideddescent.rule.Division;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Task;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/** SOAP and KL-SOAP at work on one matrix. */
final class SoapStepper implements Stepper {
    private static final int STEPS = 0;

    private final Soap rule;
    private final Ops ops;
    private final INDArray d;
    private final INDArray half;
    private final INDArray turned;
    private final Stepper inner;
    private final INDArray[] linear;
    private final INDArray[] others;
    private final Numbers counts;
    private final Optional<KlValues> kl;
    private final Side left;
    private final Side right;
    private final Both ends;
    private boolean due;

    /** kl: for the factors of KL-SOAP, whose rule turns both sides. */
    SoapStepper(Param p, Scope scope, Slots slots, Soap rule, Optional<KlValues> kl) {
        this.rule = rule;
        this.kl = kl;
        this.ops = scope.ops();
        this.d = scope.direction(p);
        this.half = slots.sharedScratch("half", p.rows(), p.cols());
        this.turned = slots.sharedScratch("turned", p.rows(), p.cols());
        this.counts = slots.doubles("counts", 3);
        var memory = slots.in("inner");
        this.inner = scope.compile(rule.inner(), turned, scope.theta(p), memory);
        var names = StateNames.of(rule.inner());
        var turning = rule.inner().linear();
        this.linear = states(p, memory, names.stream().filter(turning::contains).toList());
        this.others = states(
                p, memory, names.stream().filter(n -> !turning.contains(n)).toList());
        this.left = new Side(rule.sides() != Shampoo.Sides.RIGHT, p, true, kl.map(KlValues::ofRows), scope, slots);
        this.right = new Side(rule.sides() != Shampoo.Sides.LEFT, p, false, kl.map(KlValues::ofColumns), scope, slots);
        this.ends = new Both(left::end, right::end);
    }

    private static INDArray[] states(Param p, Slots memory, List<String> names) {
        return names.stream()
                .map(n -> memory.zeros(n, p.size()).reshape('c', true, p.rows(), p.cols()))
                .toArray(INDArray[]::new);
    }

    @Override
    public void apply(Step step) {
        double steps = counts.get(STEPS);
        if (steps == 0) {
            left.accumulate(d);
            right.accumulate(d);
            begin();
            ops.fill(0, d);
            return;
        }
        left.into(d, half);
        right.into(half, turned);
        accumulate();
        inner.apply(step.at((long) steps));
        left.outOf(turned, half);
        right.outOf(half, d);
        if (steps % rule.frequency() == 0) {
            begin();
        }
    }

    private void begin() {
        due = true;
        left.begin();
        right.begin();
    }

    @Override
    public void conclude(Step step) {
        if (due) {
            due = false;
            ends.run();
        }
        counts.add(STEPS, 1);
    }

    /** The gradient G in d enters the factors; half holds Q_Lᵀ G, and turned Q_Lᵀ G Q_R. */
    private void accumulate() {
        if (kl.isEmpty()) {
            left.accumulate(d);
            right.accumulate(d);
            return;
        }
        // Gᵀ L⁻¹ G is that of diag(λ_L^(−½)) Q_Lᵀ G with itself.
        var values = kl.get();
        values.prepare();
        values.whitenRows(half);
        right.accumulate(half);
        right.into(d, half);
        values.whitenColumns(half);
        left.accumulate(half);
        values.follow(turned);
    }

    /** A side with its factor and basis, or an identity. */
    private final class Side {
        final boolean used;
        final boolean onTheLeft;
        final INDArray factor;
        final INDArray q;
        final INDArray before;
        final INDArray change;
        final int[] order;
        final Optional<Eigenbasis.Tracked> basis;
        final INDArray next;
        final Task task;
        final Optional<INDArray> values;
        final INDArray moved;
        final double weight;

        /** values: numbers that are kept by column of the basis. */
        Side(boolean wanted, Param p, boolean onTheLeft, Optional<INDArray> values, Scope scope, Slots slots) {
            int n = onTheLeft ? p.rows() : p.cols();
            this.values = values;
            this.moved = values.isPresent() ? slots.sharedScratch("moved", n, 1) : half;
            // KL-SOAP's factors are means over the other side's entries.
            this.weight = (1 - rule.beta()) / (kl.isPresent() ? (double) p.size() / n : 1);
            var key = onTheLeft ? "left" : "right";
            this.used = wanted && n <= rule.maxDim();
            this.onTheLeft = onTheLeft;
            this.order = new int[n];
            this.factor = used ? slots.zeros(key, n, n) : half;
            this.q = used ? slots.zeros(key + " basis", n, n) : half;
            this.before = used ? slots.sharedScratch("basis before", n, n) : half;
            this.change = used ? slots.sharedScratch("basis change", n, n) : half;
            var place = new Place(
                    ops, p + " " + key, slots.in(key)::zeros, slots::sharedScratch, new Counted(counts, failures()));
            this.basis = used ? Optional.of(rule.basis().bind(place, n)) : Optional.empty();
            // Who waits for colleagues needs the old basis until the new one is everywhere.
            var division = used ? scope.division() : Division.alone();
            this.next = division.isAlone() ? q : slots.scratch(key + " next basis", n, n);
            this.task = division.task(Math.pow(n, 3), n + 1, this::find, List.of(next));
        }

        /** The gradient g, or what has become of it, enters the factor. */
        void accumulate(INDArray g) {
            if (used) {
                ops.syrk(!onTheLeft, weight, g, rule.beta(), factor);
            }
        }

        /** out ← Qᵀ x, or x Q. */
        void into(INDArray x, INDArray out) {
            if (!used) {
                ops.copy(x, out);
            } else if (onTheLeft) {
                ops.gemm(true, false, 1, q, x, 0, out);
            } else {
                ops.gemm(false, false, 1, x, q, 0, out);
            }
        }

        /** out ← Q x, or x Qᵀ. */
        void outOf(INDArray x, INDArray out) {
            if (!used) {
                ops.copy(x, out);
            } else if (onTheLeft) {
                ops.gemm(false, false, 1, q, x, 0, out);
            } else {
                ops.gemm(false, true, 1, x, q, 0, out);
            }
        }

        void begin() {
            if (used) {
                task.begin();
            }
        }

        private boolean find() {
            copyUnlessSame(q, next);
            try {
                return basis.orElseThrow().refresh(factor, next, order);
            } finally {
                task.set(0, counts.get(failures()));
                for (int i = 0; i < order.length; i++) {
                    task.set(i + 1, order[i]);
                }
            }
        }

        private boolean found() {
            try {
                return task.end();
            } finally {
                counts.set(failures(), task.get(0));
                for (int i = 0; i < order.length; i++) {
                    order[i] = (int) task.get(i + 1);
                }
            }
        }

        private int failures() {
            return onTheLeft ? 1 : 2;
        }

        @SuppressWarnings("ReferenceEquality")
        private void copyUnlessSame(INDArray from, INDArray to) {
            if (from != to) {
                ops.copy(from, to);
            }
        }

        void end() {
            if (!used) {
                return;
            }
            ops.copy(q, before);
            if (!found()) {
                return;
            }
            copyUnlessSame(next, q);
            if (counts.get(STEPS) == 0) {
                return;
            }
            // From the old basis to the new one: Q_newᵀ Q_old.
            ops.gemm(true, false, 1, q, before, 0, change);
            for (var m : linear) {
                if (onTheLeft) {
                    ops.gemm(false, false, 1, change, m, 0, half);
                } else {
                    ops.gemm(false, true, 1, m, change, 0, half);
                }
                ops.copy(half, m);
            }
            for (int i = 0; i < others.length && !Permutation.isIdentity(order); i++) {
                if (onTheLeft) {
                    Permutation.rows(ops, others[i], order, change, half);
                } else {
                    Permutation.columns(ops, others[i], order, change, half);
                }
                ops.copy(half, others[i]);
            }
            if (values.isPresent()) {
                Permutation.rows(ops, values.get(), order, change, moved);
                ops.copy(moved, values.get());
            }
        }
    }
}
