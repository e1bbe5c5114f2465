package org.guideddescent.optimizers;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.guideddescent.rule.Require;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.Role;

/**
 * A network as an algebra of modules, each with a mass and a sensitivity, from which every weight gets its share of a step.
 * <pre>
 *   mass: how large a part of the change of the output the module may cause, compared with its siblings
 *   sensitivity: how many times a change of its input it may let through
 *
 *   outer ∘ inner:  mass = sum,  sensitivity = product     inner gets  mass share / sensitivity of outer,  outer its mass share
 *   a + b:          mass = sum,  sensitivity = sum         each gets its mass share
 *   α · a:          the mass of a, |α| times its sensitivity
 * </pre>
 * If each layer is well-normed and gets inputs of norm at most one, a step of modular norm η changes the output of the whole by
 * at most η to first order. Large, Liu, Huh, Bahng, Isola and Bernstein, 2024, "Scalable optimization in the modular norm", arXiv:2405.14813, which defines mass,
 * sensitivity and both ways to combine; code: jxbz/modula.
 */
public sealed interface Modular extends Serializable {
    /** {@return the mass; zero for maps without weights and for frozen modules} */
    double mass();

    /** {@return the sensitivity, by how much the output moves at most if the input moves by one} */
    double sensitivity();

    /**
     * Adds the factor of each atom to shares, if the whole module may take a step of size target.
     *
     * @param target the modular norm of the step
     * @param shares gets one share for each atom, input first
     */
    void share(double target, List<Share> shares);

    /**
     * What a weight gets.
     *
     * @param atom the weight
     * @param factor by which the dual of its gradient, of norm one, is multiplied
     */
    record Share(Atom atom, double factor) {}

    /** {@return the shares of a step of modular norm one, input first} */
    default List<Share> shares() {
        var shares = new ArrayList<Share>();
        share(1, shares);
        return List.copyOf(shares);
    }

    /**
     * A weight with its norm. Scaled as its ball says, a layer has sensitivity one on its ball.
     *
     * @param param the weight's name in the layout
     * @param ball its norm
     * @param mass the part of the change of the output that falls to it, against the masses of others; not negative
     * @param sensitivity by how much the output moves at most if the input moves by one, positive
     */
    record Atom(String param, Ball ball, double mass, double sensitivity) implements Modular {
        /**
         * Refuses a negative mass and a sensitivity that is not positive.
         *
         * @param param the weight's name in the layout
         * @param ball its norm
         * @param mass the part of the change of the output that falls to it, against the masses of others; not negative
         * @param sensitivity by how much the output moves at most if the input moves by one, positive
         * @throws IllegalArgumentException if one of the two is out of its range
         */
        public Atom {
            Require.notNegative("mass of " + param, mass);
            Require.positive("sensitivity of " + param, sensitivity);
        }

        @Override
        public void share(double target, List<Share> shares) {
            shares.add(new Share(this, mass == 0 ? 0 : target));
        }
    }

    /**
     * A fixed map: a nonlinearity, or a multiplication by ± sensitivity.
     *
     * @param sensitivity by how much the output moves at most if the input moves by one, positive
     */
    record Bond(double sensitivity) implements Modular {
        /**
         * Refuses a sensitivity that is not positive.
         *
         * @param sensitivity by how much the output moves at most if the input moves by one, positive
         * @throws IllegalArgumentException if it is zero, negative or not finite
         */
        public Bond {
            Require.positive("sensitivity", sensitivity);
        }

        @Override
        public double mass() {
            return 0;
        }

        @Override
        public void share(double target, List<Share> shares) {}
    }

    /**
     * outer ∘ inner.
     *
     * @param outer gets what inner gives
     * @param inner gets the input
     */
    record Composed(Modular outer, Modular inner) implements Modular {
        @Override
        public double mass() {
            return inner.mass() + outer.mass();
        }

        @Override
        public double sensitivity() {
            return inner.sensitivity() * outer.sensitivity();
        }

        @Override
        public void share(double target, List<Share> shares) {
            inner.share(part(inner, this) * target / outer.sensitivity(), shares);
            outer.share(part(outer, this) * target, shares);
        }
    }

    /**
     * The sum of modules on one input.
     *
     * @param parts all on the same input
     */
    record Sum(List<Modular> parts) implements Modular {
        /**
         * Copies the list.
         *
         * @param parts all on the same input
         */
        public Sum {
            parts = List.copyOf(parts);
        }

        @Override
        public double mass() {
            return parts.stream().mapToDouble(Modular::mass).sum();
        }

        @Override
        public double sensitivity() {
            return parts.stream().mapToDouble(Modular::sensitivity).sum();
        }

        @Override
        public void share(double target, List<Share> shares) {
            parts.forEach(p -> p.share(part(p, this) * target, shares));
        }
    }

    /**
     * The same module with another mass; what is inside keeps its proportions.
     *
     * @param module what it is
     * @param mass the new mass of the whole, not negative
     */
    record Tared(Modular module, double mass) implements Modular {
        /**
         * Refuses a negative mass.
         *
         * @param module what it is
         * @param mass the new mass of the whole, not negative
         * @throws IllegalArgumentException if the mass is negative or not finite
         */
        public Tared {
            Require.notNegative("mass", mass);
        }

        @Override
        public double sensitivity() {
            return module.sensitivity();
        }

        @Override
        public void share(double target, List<Share> shares) {
            module.share(mass == 0 ? 0 : target, shares);
        }
    }

    private static double part(Modular part, Modular whole) {
        return whole.mass() == 0 ? 0 : part.mass() / whole.mass();
    }

    /**
     * {@return a weight [out × in] of mass one in the norm from root mean square to root mean square}
     *
     * @param param the weight's name in the layout
     */
    static Modular linear(String param) {
        return new Atom(param, Ball.spectral(), 1, 1);
    }

    /**
     * {@return a table [tokens × width] of mass one}
     *
     * @param param the table's name in the layout
     */
    static Modular embedding(String param) {
        return new Atom(param, new Ball.Embedding(), 1, 1);
    }

    /**
     * {@return x ↦ x + b, of mass one} This is our addition: modula has no biases.
     *
     * @param param the bias's name in the layout
     */
    static Modular bias(String param) {
        return new Atom(param, new Ball.Rms(), 1, 1);
    }

    /** {@return a map that lets through no more than it gets, such as the identity, ReLU and tanh} */
    static Modular bond() {
        return new Bond(1);
    }

    /**
     * {@return next ∘ this}
     *
     * @param next the module behind it
     */
    default Modular then(Modular next) {
        return new Composed(next, this);
    }

    /**
     * {@return x ↦ this(x) + other(x)}
     *
     * @param other the module beside it, on the same input
     */
    default Modular plus(Modular other) {
        return new Sum(List.of(this, other));
    }

    /**
     * {@return x ↦ α this(x)}
     *
     * @param alpha α, of either sign, not 0
     */
    default Modular times(double alpha) {
        return then(new Bond(Math.abs(alpha)));
    }

    /**
     * {@return this module with another mass}
     *
     * @param mass of the whole, not negative
     */
    default Modular withMass(double mass) {
        return new Tared(this, mass);
    }

    /**
     * {@return (1 − 1/L) x + (1/L) this(x), a residual block of which L make a network of depth L}
     *
     * @param depth L, at least 2
     */
    default Modular residual(int depth) {
        if (depth < 2) {
            throw new IllegalArgumentException("a residual network needs at least two blocks, got " + depth);
        }
        return bond().times(1 - 1.0 / depth).plus(times(1.0 / depth));
    }

    /**
     * A perceptron from its parameters w1, b1, w2, b2, …: in the order of their numbers, which is not that of memory, and a
     * bond of sensitivity one between the layers.
     *
     * @param layout every parameter's name has the number of its layer, as in w1, b1, w2
     * @return the perceptron's module
     */
    static Modular mlp(Layout layout) {
        var layers = new TreeMap<Integer, List<Param>>();
        for (var p : layout.params()) {
            var number = Pattern.compile("\\D*(\\d+)").matcher(p.name());
            if (!number.matches()) {
                throw new IllegalArgumentException("layers are numbered as in w1, b1, w2, but one parameter is named '"
                        + p.name() + "'; compose the module by hand: linear(\"a\").then(bond()).then(linear(\"c\"))");
            }
            layers.computeIfAbsent(Integer.parseInt(number.group(1)), n -> new ArrayList<>())
                    .add(p);
        }
        var chain = bond();
        for (var params : layers.values()) {
            var matrices = params.stream().filter(Param::isMatrix).toList();
            for (var p : matrices) {
                chain = chain.then(p.role() == Role.EMBEDDING ? embedding(p.name()) : linear(p.name()));
            }
            for (var p : params) {
                if (!matrices.contains(p)) {
                    chain = chain.then(bias(p.name()));
                }
            }
            chain = chain.then(bond());
        }
        return chain;
    }
}
