package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.function.UnaryOperator;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One program over one contiguous run of memory: the elementwise rules that waited, and perhaps the move of the weights. */
final class Pass implements Stepper {
    private final Compiled compiled;
    private final LongToDoubleFunction[] scalars;
    private final double[] values;

    private Pass(Compiled compiled, List<LongToDoubleFunction> scalars) {
        this.compiled = compiled;
        this.scalars = scalars.toArray(LongToDoubleFunction[]::new);
        this.values = new double[scalars.size()];
    }

    @Override
    public void apply(Step step) {
        for (int i = 0; i < scalars.length; i++) {
            values[i] = scalars[i].applyAsDouble(step.t());
        }
        compiled.run(values);
    }

    /** An elementwise rule with its memory; one array a state, as long as the whole scope. */
    record Part(Elementwise rule, List<Param> scope, Slots slots) {
        long size() {
            return scope.stream().mapToLong(Param::size).sum();
        }

        /** Where p begins in the rule's state arrays. */
        long position(Param p) {
            return scope.stream()
                    .filter(q -> q.offset() < p.offset())
                    .mapToLong(Param::size)
                    .sum();
        }
    }

    /** The numbers [from, to) of the flat buffer; first is the parameter they begin with. */
    record Run(long from, long to, Param first) {
        long size() {
            return to - from;
        }
    }

    /**
     * A pass over a run.
     *
     * @param parts what waited
     * @param bent all elementwise rules that bent this run, if the weights move now; else empty
     */
    static Pass compile(Scope scope, Run run, List<Part> parts, List<Schedule> rates, List<Part> bent, boolean move) {
        var eta = List.copyOf(rates);
        var b = new Builder(
                Scope.window(scope.direction().flat(), run.from(), run.to()),
                Scope.window(scope.theta().flat(), run.from(), run.to()),
                t -> Scope.rate(eta, t));
        Expr d = b.load(b.direction);
        for (var part : parts) {
            d = part.rule().direction(b.cell(d, part.slots(), part.position(run.first()), part.size()));
        }
        if (move) {
            int weights = b.weights();
            Expr moved = b.load(weights).minus(b.rate().times(d));
            for (var part : bent) {
                var cell = b.cell(d, part.slots(), part.position(run.first()), part.size());
                var lost = part.rule().displacement(cell);
                moved = lost.isPresent() ? moved.minus(lost.get()) : moved;
            }
            b.writes.add(new Program.Write(weights, moved));
        } else {
            b.writes.add(new Program.Write(b.direction, d));
        }
        return b.compile(scope.ops());
    }

    /** One rule on arrays of any origin; overwrites direction. */
    static Pass on(Ops ops, Elementwise rule, INDArray direction, INDArray weights, Slots slots) {
        var b = new Builder(direction, weights, t -> 1);
        var d = rule.direction(b.cell(b.load(b.direction), slots, 0, direction.length()));
        b.writes.add(new Program.Write(b.direction, d));
        return b.compile(ops);
    }

    /** Collects the buffers, scalars and writes of a program. */
    private static final class Builder {
        final INDArray theta;
        final long size;
        final LongToDoubleFunction eta;
        final List<INDArray> buffers = new ArrayList<>();
        final List<Expr> loads = new ArrayList<>();
        final List<LongToDoubleFunction> scalars = new ArrayList<>();
        final List<Program.Write> writes = new ArrayList<>();
        final int direction;
        int weights = -1;
        Expr rate;

        Builder(INDArray direction, INDArray theta, LongToDoubleFunction eta) {
            this.theta = theta;
            this.size = direction.length();
            this.eta = eta;
            this.direction = buffer(direction);
        }

        int buffer(INDArray a) {
            buffers.add(a);
            loads.add(Expr.load(buffers.size() - 1));
            return buffers.size() - 1;
        }

        Expr load(int buffer) {
            return loads.get(buffer);
        }

        int weights() {
            if (weights < 0) {
                weights = buffer(theta);
            }
            return weights;
        }

        Expr scalar(LongToDoubleFunction f) {
            scalars.add(f);
            return Expr.scalar(scalars.size() - 1);
        }

        Expr rate() {
            if (rate == null) {
                rate = scalar(eta);
            }
            return rate;
        }

        Pass compile(Ops ops) {
            var program = new Program(buffers.size(), scalars.size(), writes);
            return new Pass(ops.compile(program, buffers.toArray(INDArray[]::new)), scalars);
        }

        /** position: where this run begins in the rule's states, which have length numbers in all. */
        Cell cell(Expr gradient, Slots slots, long position, long length) {
            return new Cell() {
                private final Map<String, Integer> states = new HashMap<>();

                @Override
                public Expr gradient() {
                    return gradient;
                }

                @Override
                public Expr weights() {
                    return load(Builder.this.weights());
                }

                @Override
                public Expr state(String name, double initial, UnaryOperator<Expr> next) {
                    int buffer = memory(name, initial);
                    var value = next.apply(load(buffer));
                    writes.add(new Program.Write(buffer, value));
                    return value;
                }

                @Override
                public Expr before(String name, double initial) {
                    return load(memory(name, initial));
                }

                private int memory(String name, double initial) {
                    return states.computeIfAbsent(
                            name,
                            n -> buffer(Scope.window(slots.filled(n, initial, length), position, position + size)));
                }

                @Override
                public Expr scalar(LongToDoubleFunction ofStep) {
                    return Builder.this.scalar(ofStep);
                }

                @Override
                public Expr rate() {
                    return Builder.this.rate();
                }
            };
        }
    }
}
