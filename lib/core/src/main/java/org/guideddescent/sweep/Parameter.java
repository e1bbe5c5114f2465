package org.guideddescent.sweep;

/**
 * One parameter of a plan.
 *
 * @param name a column of the results
 * @param purpose what it is for
 * @param domain the values that it can have
 */
public record Parameter(String name, Purpose purpose, Domain domain) {
    /** The name under which {@link Trial#seed()} finds the seed. */
    public static final String SEED = "seed";

    /**
     * Refuses a name that a column cannot have, and a range for what is not tuned.
     *
     * @param name a column of the results
     * @param purpose what it is for
     * @param domain the values that it can have
     * @throws IllegalArgumentException if the name or the domain is not of its purpose; the message says what to do
     */
    public Parameter {
        Trial.named(name);
        if (name.equalsIgnoreCase(Outcome.LOSS)) {
            throw new IllegalArgumentException(
                    "the parameter cannot be called '" + name + "': that is what trials are compared by");
        }
        if ((purpose == Purpose.SEED) != name.equalsIgnoreCase(SEED)) {
            throw new IllegalArgumentException(
                    "seeds, and nothing else, are called 'seed'; got '" + name + "' as " + purpose + "; say seeds(4)");
        }
        if (purpose != Purpose.NUISANCE && domain.values().isEmpty()) {
            throw new IllegalArgumentException(name + " is " + purpose + " and needs a list of values, got " + domain
                    + "; only nuisance parameters are drawn");
        }
        if (purpose == Purpose.FIXED && domain.values().size() > 1) {
            throw new IllegalArgumentException(name + " is fixed but has the values " + domain);
        }
    }
}
