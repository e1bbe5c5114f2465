package org.guideddescent.sweep;

import java.util.List;

/**
 * Which trials to run, some perhaps only after the results of others. A plan is a pure function of what is known, so a sweep
 * that was killed goes on where it was.
 *
 * <pre>{@code
 * Plan.grid()
 *     .scientific("optimizer", "adamW", "muon")
 *     .scientific("width", 64, 128, 256)
 *     .nuisance("log2Rate", range(-9, -3))
 *     .fixed("steps", 150)
 *     .seeds(4)
 * }</pre>
 */
public interface Plan {
    /** {@return a plan of every combination of all values} */
    static Points grid() {
        return new Points(List.of(), new Cover.Every());
    }

    /**
     * {@return a plan of n random points of the nuisance parameters, the same for every combination of the others}
     *
     * @param n points, at least 1
     * @param seed of the points, not of the runs
     */
    static Points random(int n, long seed) {
        return new Points(List.of(), new Cover.Random(n, seed));
    }

    /**
     * {@return a plan of n points that fill the space of the nuisance parameters evenly, the same for every combination
     * of the others}
     *
     * @param n points, at least 1
     * @param seed of their shift, not of the runs
     */
    static Points quasiRandom(int n, long seed) {
        return new Points(List.of(), new Cover.QuasiRandom(n, seed));
    }

    /**
     * {@return the trials that are due now: those not known that need nothing else to be known} Empty when all is done.
     *
     * @param known results of earlier trials; those of other plans are overlooked
     */
    List<Trial> next(List<Result> known);

    /** {@return how many trials there are in all; at most so many, if later ones depend on earlier results} */
    int size();

    /** {@return the parameters in the order of the trials' values} */
    List<Parameter> parameters();

    /** {@return the counts, and what is what, in lines for people} */
    String describe();
}
