package org.guideddescent.objective;

/** What a rule asks of an objective beyond the gradient that each step is given. */
public enum Need {
    /** The loss and the gradient at other weights on the step's batch: every objective can. */
    ORACLE("the loss at other weights", Objective.class),
    /** To watch linear layers. */
    LAYERS("layers to watch", Objective.Layered.class),
    /** Products with the Hessian or the Gauss–Newton matrix. */
    CURVATURE("curvature products", Objective.Curved.class),
    /** Gradients with targets that the model draws itself. */
    SAMPLES("targets drawn from the model", Objective.Probabilistic.class);

    private final String what;
    private final Class<? extends Objective> giver;

    Need(String what, Class<? extends Objective> giver) {
        this.what = what;
        this.giver = giver;
    }

    /**
     * {@return whether the objective can answer}
     *
     * @param objective who is asked
     */
    public boolean metBy(Objective objective) {
        return giver.isInstance(objective);
    }

    /** {@return the need in words, for messages} */
    public String what() {
        return what;
    }

    /** {@return the interface that an objective implements to answer} */
    public String giver() {
        return giver == Objective.class ? "Objective" : "Objective." + giver.getSimpleName();
    }
}
