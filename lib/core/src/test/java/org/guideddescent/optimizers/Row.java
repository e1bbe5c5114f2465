package org.guideddescent.optimizers;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import org.guideddescent.rule.Transform;

/**
 * One row of the catalogue: an optimizer beside its oracle and its laws. {@code row("adam", adam(0.01)).oracle(…).laws(…)}.
 *
 * @param method the façade's method of that name
 * @param rule the optimizer under test
 * @param ideal the same without the ε that spoils a law
 * @param oracle the paper's update for a matrix [rows × cols], if it needs the gradient only
 * @param asking the paper's update if it asks for the loss elsewhere
 * @param testedIn the class that holds the oracle of a rule that works on a network's layers
 * @param laws what holds; empty if the rule is on a network
 * @param rate η, if decoupled decay is to be tried behind the rule
 * @param bytes of state for [rows × cols] numbers of so many bytes
 * @param shapes to walk on, rows and columns
 * @param tolerance of the trajectory in double; looser than 1e-12 needs a reason beside the row
 * @param floats how far a float trajectory may be from the double one after ten steps
 * @param movesAtRateZero whether it moves weights by another way than η d, such as decay that the rate does not touch
 */
record Row(
        String method,
        Transform rule,
        Transform ideal,
        Optional<BiFunction<Integer, Integer, Oracle>> oracle,
        Optional<BiFunction<Integer, Integer, Asking>> asking,
        Optional<Class<?>> testedIn,
        Set<Law> laws,
        OptionalDouble rate,
        Optional<Bytes> bytes,
        List<int[]> shapes,
        double tolerance,
        double floats,
        boolean movesAtRateZero) {
    /** State in bytes, from a documented formula. */
    @FunctionalInterface
    interface Bytes {
        /** For a matrix [rows × cols] of numbers of so many bytes. */
        long of(long rows, long cols, int width);
    }

    /** The paper's update for rules that ask for the loss at other weights. */
    @FunctionalInterface
    interface Asking {
        /** theta: modified. g: the gradient there, not modified. */
        void step(double[] theta, double[] g, Problem problem, long t);
    }

    private static final List<int[]> SHAPES =
            List.of(new int[] {2, 2}, new int[] {3, 7}, new int[] {7, 3}, new int[] {16, 16}, new int[] {40, 90});

    static Row row(String method, Transform rule) {
        return new Row(
                method,
                rule,
                rule,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                EnumSet.noneOf(Law.class),
                OptionalDouble.empty(),
                Optional.empty(),
                SHAPES,
                1e-12,
                2e-4,
                false);
    }

    /** The paper's update for a matrix [rows × cols]. */
    Row oracle(BiFunction<Integer, Integer, Oracle> of) {
        return new Row(
                method,
                rule,
                ideal,
                Optional.of(of),
                asking,
                testedIn,
                laws,
                rate,
                bytes,
                shapes,
                tolerance,
                floats,
                movesAtRateZero);
    }

    /** The paper's update for a rule that asks. */
    Row asking(BiFunction<Integer, Integer, Asking> of) {
        return new Row(
                method,
                rule,
                ideal,
                oracle,
                Optional.of(of),
                testedIn,
                laws,
                rate,
                bytes,
                shapes,
                tolerance,
                floats,
                movesAtRateZero);
    }

    /** The rule works on a network's layers; its oracle is a test of that class. */
    Row layered(Class<?> test) {
        return new Row(
                method,
                rule,
                ideal,
                oracle,
                asking,
                Optional.of(test),
                laws,
                rate,
                bytes,
                shapes,
                tolerance,
                floats,
                movesAtRateZero);
    }

    /** Exactly the laws that hold. */
    Row laws(Law... all) {
        return new Row(
                method,
                rule,
                ideal,
                oracle,
                asking,
                testedIn,
                Set.of(all),
                rate,
                bytes,
                shapes,
                tolerance,
                floats,
                movesAtRateZero);
    }

    /** The laws are tried on this instead: the rule with ε = 0. */
    Row ideal(Transform exact) {
        return new Row(
                method,
                rule,
                exact,
                oracle,
                asking,
                testedIn,
                laws,
                rate,
                bytes,
                shapes,
                tolerance,
                floats,
                movesAtRateZero);
    }

    /** η is constant, so decoupled decay can be tried behind the rule: θ ← θ − η λ θ beside the oracle's step. */
    Row rate(double eta) {
        return new Row(
                method,
                rule,
                ideal,
                oracle,
                asking,
                testedIn,
                laws,
                OptionalDouble.of(eta),
                bytes,
                shapes,
                tolerance,
                floats,
                movesAtRateZero);
    }

    /** The documented size of the state. */
    Row bytes(Bytes of) {
        return new Row(
                method,
                rule,
                ideal,
                oracle,
                asking,
                testedIn,
                laws,
                rate,
                Optional.of(of),
                shapes,
                tolerance,
                floats,
                movesAtRateZero);
    }

    /** Other shapes. */
    Row shapes(int[]... all) {
        return new Row(
                method,
                rule,
                ideal,
                oracle,
                asking,
                testedIn,
                laws,
                rate,
                bytes,
                List.of(all),
                tolerance,
                floats,
                movesAtRateZero);
    }

    /** A looser trajectory; say why beside it. */
    Row within(double distance) {
        return new Row(
                method,
                rule,
                ideal,
                oracle,
                asking,
                testedIn,
                laws,
                rate,
                bytes,
                shapes,
                distance,
                floats,
                movesAtRateZero);
    }

    /** A looser float trajectory; say why beside it. */
    Row floatsWithin(double distance) {
        return new Row(
                method,
                rule,
                ideal,
                oracle,
                asking,
                testedIn,
                laws,
                rate,
                bytes,
                shapes,
                tolerance,
                distance,
                movesAtRateZero);
    }

    /** It moves weights even where the rate is zero. */
    Row movingAtRateZero() {
        return new Row(
                method, rule, ideal, oracle, asking, testedIn, laws, rate, bytes, shapes, tolerance, floats, true);
    }

    boolean onNetwork() {
        return testedIn.isPresent();
    }

    @Override
    public String toString() {
        return method + " " + rule;
    }
}
