package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongToDoubleFunction;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters a rule is responsible for, and where they lie.
 *
 * @param ops what the arithmetic runs on
 * @param params in the order of memory
 * @param theta the weights; a rule reads them, and modifies them only in {@link Stepper#settle}, or if it moves them
 * @param direction d, modified in place by the rule
 * @param rates of each parameter, the schedules whose product is its learning rate
 * @param division of the work that colleagues would repeat, one for the whole plan
 */
public record Scope(
        Ops ops,
        List<Param> params,
        ParamVector theta,
        ParamVector direction,
        Map<Param, List<Schedule>> rates,
        Division division) {
    /**
     * Copies the list of parameters.
     *
     * @param ops what the arithmetic runs on
     * @param params in the order of memory
     * @param theta the weights; a rule reads them, and modifies them only in {@link Stepper#settle}, or if it moves them
     * @param direction d, modified in place by the rule
     * @param rates of each parameter, the schedules whose product is its learning rate
     * @param division of the work that colleagues would repeat, one for the whole plan
     */
    public Scope {
        params = List.copyOf(params);
    }

    /**
     * A scope without colleagues.
     *
     * @param ops what the arithmetic runs on
     * @param params in the order of memory
     * @param theta the weights; a rule reads them, and modifies them only in {@link Stepper#settle}, or if it moves them
     * @param direction d, modified in place by the rule
     * @param rates of each parameter, the schedules whose product is its learning rate
     */
    public Scope(
            Ops ops, List<Param> params, ParamVector theta, ParamVector direction, Map<Param, List<Schedule>> rates) {
        this(ops, params, theta, direction, rates, Division.alone());
    }

    /**
     * {@return the same for some of the parameters}
     *
     * @param some of this scope's parameters, in the order of memory
     */
    public Scope of(List<Param> some) {
        return new Scope(ops, some, theta, direction, rates, division);
    }

    /**
     * {@return the direction of a parameter [rows × cols], aliasing {@link #direction()}}
     *
     * @param p a parameter of the layout
     */
    public INDArray direction(Param p) {
        return direction.view(p);
    }

    /**
     * {@return the weights of a parameter [rows × cols], aliasing {@link #theta()}}
     *
     * @param p a parameter of the layout
     */
    public INDArray theta(Param p) {
        return theta.view(p);
    }

    /**
     * {@return the learning rate of a parameter as a function of t}
     *
     * @param p a parameter of this scope
     */
    public LongToDoubleFunction rate(Param p) {
        var schedules = List.copyOf(rates.get(p));
        return t -> rate(schedules, t);
    }

    /** {@return whether all parameters have the same learning rate} */
    public boolean hasOneRate() {
        return params.stream().map(rates::get).distinct().count() == 1;
    }

    static double rate(List<Schedule> schedules, long t) {
        double product = 1;
        for (int i = 0; i < schedules.size(); i++) {
            product *= schedules.get(i).at(t);
        }
        return product;
    }

    /** {@return the direction as few 1-D windows as the scope's memory has contiguous runs} */
    public List<INDArray> directionRuns() {
        return runs(direction);
    }

    /** {@return the weights in the same windows as {@link #directionRuns}} */
    public List<INDArray> thetaRuns() {
        return runs(theta);
    }

    /**
     * {@return those windows of any vector of the layout}
     *
     * @param vector of the same layout
     */
    public List<INDArray> runs(ParamVector vector) {
        var runs = new ArrayList<INDArray>();
        for (int i = 0; i < params.size(); ) {
            int j = i + 1;
            while (j < params.size()
                    && params.get(j).offset() == params.get(j - 1).end()) {
                j++;
            }
            runs.add(window(
                    vector.flat(), params.get(i).offset(), params.get(j - 1).end()));
            i = j;
        }
        return runs;
    }

    /** {@return the scope's memory cut where it is not contiguous and where another learning rate begins} */
    public List<Piece> pieces() {
        var pieces = new ArrayList<Piece>();
        long position = 0;
        for (int i = 0; i < params.size(); ) {
            var first = params.get(i);
            int j = i + 1;
            while (j < params.size()
                    && params.get(j).offset() == params.get(j - 1).end()
                    && rates.get(params.get(j)).equals(rates.get(first))) {
                j++;
            }
            long end = params.get(j - 1).end();
            pieces.add(new Piece(
                    window(direction.flat(), first.offset(), end),
                    window(theta.flat(), first.offset(), end),
                    first.offset(),
                    position,
                    rate(first)));
            position += end - first.offset();
            i = j;
        }
        return pieces;
    }

    /**
     * Compiles a program for the whole scope. It runs piece by piece with the same scalars.
     *
     * @param program of scalars and 1-D buffers
     * @param buffers what a piece gives for the program's buffers
     * @return what runs it
     */
    public Compiled compile(Program program, Function<Piece, INDArray[]> buffers) {
        var each = pieces().stream()
                .map(p -> ops.compile(program, buffers.apply(p)))
                .toArray(Compiled[]::new);
        return scalars -> {
            for (var one : each) {
                one.run(scalars);
            }
        };
    }

    /** {@return how many numbers the scope has} */
    public long size() {
        return params.stream().mapToLong(Param::size).sum();
    }

    /**
     * A scalar rule on arrays of another rule's choice, such as a gradient seen in another basis. Its states are 1-D slots
     * of the gradient's length; its rate is one.
     *
     * @param rule without a rate of its own
     * @param gradient overwritten with the rule's direction at each apply
     * @param weights not modified
     * @param slots the memory of its states
     * @return what takes the steps
     */
    public Stepper compile(Elementwise rule, INDArray gradient, INDArray weights, Slots slots) {
        return Pass.on(ops, rule, flat(gradient), flat(weights), slots);
    }

    private static INDArray flat(INDArray a) {
        return a.reshape('c', true, a.length());
    }

    /**
     * {@return the numbers [from, to) of a flat array, aliasing it}
     *
     * @param flat 1-D
     * @param from the first number, from 0
     * @param to the number behind the last
     */
    public static INDArray window(INDArray flat, long from, long to) {
        return flat.get(NDArrayIndex.interval(from, to)).reshape('c', true, to - from);
    }
}
