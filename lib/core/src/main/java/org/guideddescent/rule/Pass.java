package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.function.UnaryOperator;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
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

    static Pass compile(
            Ops ops,
            Run run,
            List<Part> parts,
            List<Schedule> rates,
            boolean move,
            ParamVector theta,
            ParamVector direction) {
        var b = new Builder(run, theta, direction);
        Expr d = b.load(b.direction);
        for (var part : parts) {
            d = part.rule().direction(b.cell(part, d));
        }
        if (move) {
            var eta = List.copyOf(rates);
            var rate = b.scalar(t -> rate(eta, t));
            int weights = b.weights();
            b.writes.add(new Program.Write(weights, b.load(weights).minus(rate.times(d))));
        } else {
            b.writes.add(new Program.Write(b.direction, d));
        }
        var program = new Program(b.buffers.size(), b.scalars.size(), b.writes);
        return new Pass(ops.compile(program, b.buffers.toArray(INDArray[]::new)), b.scalars);
    }

    private static double rate(List<Schedule> eta, long t) {
        double product = 1;
        for (int i = 0; i < eta.size(); i++) {
            product *= eta.get(i).at(t);
        }
        return product;
    }

    /** Collects the buffers, scalars and writes of a program. */
    private static final class Builder {
        final Run run;
        final ParamVector theta;
        final List<INDArray> buffers = new ArrayList<>();
        final List<Expr> loads = new ArrayList<>();
        final List<LongToDoubleFunction> scalars = new ArrayList<>();
        final List<Program.Write> writes = new ArrayList<>();
        final int direction;
        int weights = -1;

        Builder(Run run, ParamVector theta, ParamVector direction) {
            this.run = run;
            this.theta = theta;
            this.direction = buffer(Scope.window(direction.flat(), run.from(), run.to()));
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
                weights = buffer(Scope.window(theta.flat(), run.from(), run.to()));
            }
            return weights;
        }

        Expr scalar(LongToDoubleFunction f) {
            scalars.add(f);
            return Expr.scalar(scalars.size() - 1);
        }

        Cell cell(Part part, Expr gradient) {
            return new Cell() {
                @Override
                public Expr gradient() {
                    return gradient;
                }

                @Override
                public Expr weights() {
                    return load(Builder.this.weights());
                }

                @Override
                public Expr state(String name, UnaryOperator<Expr> next) {
                    long begin = part.position(run.first());
                    var all = part.slots().zeros(name, part.size());
                    int buffer = buffer(Scope.window(all, begin, begin + run.size()));
                    var value = next.apply(load(buffer));
                    writes.add(new Program.Write(buffer, value));
                    return value;
                }

                @Override
                public Expr scalar(LongToDoubleFunction ofStep) {
                    return Builder.this.scalar(ofStep);
                }
            };
        }
    }
}
