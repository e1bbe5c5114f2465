package org.guideddescent.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Need;
import org.guideddescent.objective.Objective;
import org.guideddescent.objective.Oracle;
import org.guideddescent.rule.Colleagues;
import org.guideddescent.rule.Plan;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A rule at work on weights: the only mutable thing of a rule's life. Not for use by several threads at once. */
public final class Optimizer {
    private final Transform rule;
    private final ParamVector theta;
    private final Slots slots;
    private final Ops ops = Ops.current();
    private final Colleagues colleagues;
    private ParamVector bound;
    private Plan plan;
    private List<LayerObserver> observers;
    private ParamVector evaluation;
    private final Map<String, ParamVector> named = new HashMap<>();
    private long t;

    /**
     * Begins at step 0 with a state of zeros.
     *
     * @param rule the recipe
     * @param theta the weights; each step modifies them
     * @throws IllegalArgumentException if the rule does not fit the parameters; the message shows the fix
     */
    public Optimizer(Transform rule, ParamVector theta) {
        this(rule, theta, Colleagues.NONE);
    }

    /**
     * As {@link #Optimizer(Transform, ParamVector)}, for one of several who take the same steps on equal weights with equal
     * gradients: rules that can divide their work then do.
     *
     * @param rule the recipe
     * @param theta the weights; each step modifies them
     * @param colleagues those who take the same steps
     */
    public Optimizer(Transform rule, ParamVector theta, Colleagues colleagues) {
        this.colleagues = colleagues;
        this.rule = rule;
        this.theta = theta;
        this.slots = new Slots(theta.type());
        bind(theta.like());
    }

    /**
     * As {@link #Optimizer(Transform, ParamVector)}, and checks that the objective gives what the rule asks.
     *
     * @param rule the recipe
     * @param theta the weights; each step modifies them
     * @param objective what will be descended
     */
    public Optimizer(Transform rule, ParamVector theta, Objective objective) {
        this(rule, theta);
        check(objective);
    }

    /**
     * Refuses an objective that lacks what the rule asks for.
     *
     * @param objective what is to be descended
     * @throws IllegalArgumentException naming both
     */
    public void check(Objective objective) {
        for (var need : plan.needs()) {
            if (!need.metBy(objective)) {
                throw new IllegalArgumentException(rule + " needs " + need.what() + ", but " + objective
                        + " gives none; it would have to be an " + need.giver());
            }
        }
    }

    /** {@return what the rule asks of an objective beyond the gradient; empty for ordinary rules} */
    public Set<Need> needs() {
        return plan.needs();
    }

    /**
     * As {@link #step(ParamVector, double, Oracle)}, for rules that ask nothing.
     *
     * @param grad the gradient at the weights; consumed
     * @param loss the loss there
     */
    public void step(ParamVector grad, double loss) {
        step(grad, new Step(t + 1, loss));
    }

    /**
     * Moves the weights by one step.
     *
     * @param grad the gradient at the weights; consumed: afterwards it holds whatever the rules left. Pass the same
     *     vector each time, best {@link #gradient()}: another one is bound anew, which costs more than a step.
     * @param loss the loss at the weights
     * @param oracle answers rules that ask for more
     * @throws DivergenceException if the loss or the gradient is not finite, weights and state are then as before; or if a
     *     rule cannot go on, and says why
     */
    public void step(ParamVector grad, double loss, Oracle oracle) {
        step(grad, new Step(t + 1, loss, Optional.of(oracle)));
    }

    private void step(ParamVector grad, Step step) {
        if (!plan.seesNonFinite()) {
            refuseNonFinite(grad, step);
        }
        if (grad != bound) {
            bind(grad);
        }
        try {
            plan.apply(step);
        } catch (ArithmeticException e) {
            throw new DivergenceException(e.getMessage() + " (rule " + rule + ")", e);
        }
        t++;
    }

    private void refuseNonFinite(ParamVector grad, Step step) {
        boolean lossIsFinite = Double.isFinite(step.loss());
        if (lossIsFinite && ops.isFinite(grad.flat())) {
            return;
        }
        throw new DivergenceException((lossIsFinite ? "the gradient is not finite" : "loss is " + step.loss())
                + " at step " + step.t() + " (rule " + rule + ", largest |d| in " + largest(grad)
                + "); the weights of step " + t + " are kept");
    }

    /**
     * {@return the vector that steps are bound to from the start: a gradient written here costs no second one and no
     * rebinding}
     */
    public ParamVector gradient() {
        return bound;
    }

    /**
     * Shows each layer of a backward pass to the rules that watch.
     *
     * @return an observer that stays good for the optimizer's whole life
     */
    public LayerObserver watcher() {
        // Whether a rule watches does not change when it is bound anew, but who does is asked at each layer.
        return observers.isEmpty() ? LayerObserver.NONE : tape -> observers.forEach(o -> o.see(tape));
    }

    /** {@return the steps taken} */
    public long steps() {
        return t;
    }

    /** {@return the recipe} */
    public Transform rule() {
        return rule;
    }

    /** {@return the weights that move} */
    public ParamVector weights() {
        return theta;
    }

    /**
     * {@return the weights to judge the model by: a rule that averages answers with its average, all others with the
     * training weights themselves} An average is a copy, overwritten by the next call.
     */
    public ParamVector evaluationWeights() {
        if (!plan.averages()) {
            return theta;
        }
        if (evaluation == null) {
            evaluation = theta.like();
        }
        ops.copy(theta.flat(), evaluation.flat());
        plan.readOut(evaluation);
        return evaluation;
    }

    /** {@return the names of the averages that the rule keeps side by side, for {@link #evaluationWeights(String)}} */
    public List<String> averages() {
        return plan.averageNames();
    }

    /**
     * {@return the average of that name; parameters of which the rule keeps none by it are as in training} A copy,
     * overwritten by the next call with that name.
     *
     * @param name one of {@link #averages()}
     * @throws IllegalArgumentException if there is none; the message names those that there are
     */
    public ParamVector evaluationWeights(String name) {
        if (!averages().contains(name)) {
            throw new IllegalArgumentException("no average named '" + name + "'; have " + averages());
        }
        var copy = named.computeIfAbsent(name, n -> theta.like());
        ops.copy(theta.flat(), copy.flat());
        plan.readOut(name, copy);
        return copy;
    }

    /** {@return the rule, its memory in bytes and bytes per parameter, and the passes of a step, in a few lines of text} */
    public String describe() {
        long n = theta.layout().size();
        var text = new StringBuilder(rule.toString())
                .append('\n')
                .append(String.format(
                        "%,d parameters, %,d bytes of state (%.2f a parameter), %d passes a step%n",
                        n, slots.stateBytes(), (double) slots.stateBytes() / n, plan.passes()));
        slots.state().forEach((name, a) -> text.append("  ")
                .append(name)
                .append(' ')
                .append(a.dataType())
                .append(' ')
                .append(Arrays.toString(a.shape()))
                .append('\n'));
        return text.toString();
    }

    /**
     * Goes on from a step that another program remembered, for those who keep the state in files of their own: first write
     * the arrays of {@link #state()} and the weights, then say at which step that was.
     *
     * @param steps steps taken when state and weights were as they are now, from 0 up
     */
    public void resume(long steps) {
        if (steps < 0) {
            throw new IllegalArgumentException("steps taken must be from 0 up, got " + steps);
        }
        t = steps;
    }

    /** {@return the rule's state by name; the arrays are live} */
    public Map<String, INDArray> state() {
        return slots.state();
    }

    /**
     * Writes weights, state, t and the rule's text to one file, through a temporary file beside it.
     *
     * @param file made, or replaced
     * @throws java.io.UncheckedIOException with the path; the file is then as it was
     */
    public void save(Path file) {
        save(file, Checkpoint.Extra.notes(Map.of()));
    }

    /** As {@link #save(Path)}, with more in the file. */
    void save(Path file, Checkpoint.Extra extra) {
        Checkpoint.write(file, this, extra);
    }

    /**
     * Continues from a file that {@link #save} wrote; afterwards the steps are bitwise those of the optimizer saved.
     *
     * @param file what {@link #save} wrote
     * @throws IllegalArgumentException if the file is damaged or of another rule, layout, type or library version; the
     *     optimizer is then as it was
     */
    public void load(Path file) {
        load(file, Checkpoint.Extra.notes(Map.of()), Checkpoint.Taker.NONE);
    }

    /** As {@link #load(Path)}, with what else {@link #save(Path, Checkpoint.Extra)} put there. */
    void load(Path file, Checkpoint.Extra extra, Checkpoint.Taker taker) {
        t = Checkpoint.read(file, this, extra, taker);
    }

    /**
     * Writes weights, state and steps to a file of NumPy's, to be looked at or changed in Python: {@code weights/NAME} for each
     * parameter in its shape, {@code state/NAME} for each slot of {@link #state()}, and {@code steps}, one int64.
     *
     * @param file replaced if it is there
     * @throws java.io.UncheckedIOException with the path; the file is then as it was
     */
    public void exportNpz(Path file) {
        var all = new LinkedHashMap<String, INDArray>();
        theta.layout().params().forEach(p -> all.put("weights/" + p.name(), theta.view(p)));
        slots.state().forEach((name, a) -> all.put("state/" + name, a));
        all.put("steps", Nd4j.scalar(t));
        Npz.write(file, all);
    }

    /**
     * Goes on from what a file of {@link #exportNpz} holds, as it was or as Python changed it. Unchanged, the next steps are
     * bitwise those of the optimizer that wrote it. Unlike {@link #load} it trusts its reader: the rule may have other numbers
     * and the library another version, as long as names, shapes and types are those of this optimizer.
     *
     * @param file with every array that {@link #exportNpz} would write now, and no other
     * @throws IllegalArgumentException if a name, shape or type differs, a weight is not finite or the file is damaged; the
     *     optimizer is then as it was
     * @throws java.io.UncheckedIOException with the path, if it cannot be read
     */
    public void importNpz(Path file) {
        var arrays = Npz.read(file);
        var weights = new LinkedHashMap<Param, INDArray>();
        for (var p : theta.layout().params()) {
            weights.put(p, Npz.windowOf(file, p, Npz.take(file, arrays, "weights/" + p.name()), theta, false));
        }
        var state = new LinkedHashMap<String, INDArray>();
        slots.state().forEach((name, a) -> {
            var found = Npz.take(file, arrays, "state/" + name);
            if (found.dataType() != a.dataType() || !Arrays.equals(found.shape(), a.shape())) {
                throw new IllegalArgumentException("state/" + name + " is " + found.dataType()
                        + Arrays.toString(found.shape()) + " in " + file + " but " + a.dataType()
                        + Arrays.toString(a.shape()) + " here");
            }
            state.put(name, found);
        });
        var steps = Npz.take(file, arrays, "steps");
        if (steps.length() != 1 || steps.getLong(0) < 0) {
            throw new IllegalArgumentException("steps in " + file + " must be one number of at least 0, got " + steps);
        }
        Npz.refuseMore(file, arrays);
        weights.forEach((p, a) -> theta.view(p).assign(a));
        state.forEach((name, a) -> slots.state().get(name).assign(a));
        resume(steps.getLong(0));
    }

    /** All that moves, by its name in a checkpoint; the arrays are live. */
    Map<String, INDArray> arrays() {
        var all = new LinkedHashMap<String, INDArray>();
        all.put("weights.npy", theta.flat());
        slots.state().forEach((name, a) -> all.put("state/" + name + ".npy", a));
        return all;
    }

    private void bind(ParamVector grad) {
        plan = Plan.bind(rule, ops, theta, grad, slots, colleagues);
        observers = plan.observers();
        bound = grad;
    }

    private Param largest(ParamVector grad) {
        Param worst = grad.layout().params().get(0);
        double most = -1;
        for (var p : grad.layout().params()) {
            double m = ops.maxAbs(grad.view(p));
            if (Double.isNaN(m)) {
                return p;
            }
            if (m > most) {
                most = m;
                worst = p;
            }
        }
        return worst;
    }
}
