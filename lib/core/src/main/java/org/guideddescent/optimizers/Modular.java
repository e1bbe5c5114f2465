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
    /** See {@link Modular}. Zero for maps without weights and for frozen modules. */
    double mass();

    /** See {@link Modular}. */
    double sensitivity();

    /** Adds the factor of each atom to shares, if the whole module may take a step of size target. */
    void share(double target, List<Share> shares);

    /**
     * What a weight gets.
     *
     * @param factor by which the dual of its gradient, of norm one, is multiplied
     */
    record Share(Atom atom, double factor) {}

    /** The shares of a step of modular norm one, input first. */
    default List<Share> shares() {
        var shares = new ArrayList<Share>();
        share(1, shares);
        return List.copyOf(shares);
    }

    /** A weight with its norm. Scaled as its ball says, a layer has sensitivity one on its ball. */
    record Atom(String param, Ball ball, double mass, double sensitivity) implements Modular {
        public Atom {
            Require.notNegative("mass of " + param, mass);
            Require.positive("sensitivity of " + param, sensitivity);
        }

        @Override
        public void share(double target, List<Share> shares) {
            shares.add(new Share(this, mass == 0 ? 0 : target));
        }
    }

    /** A fixed map: a nonlinearity, or a multiplication by ± sensitivity. */
    record Bond(double sensitivity) implements Modular {
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

    /** outer ∘ inner. */
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

    /** The sum of modules on one input. */
    record Sum(List<Modular> parts) implements Modular {
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

    /** The same module with another mass; what is inside keeps its proportions. */
    record Tared(Modular module, double mass) implements Modular {
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

    /** A weight [out × in] of mass one in the norm from root mean square to root mean square. */
    static Modular linear(String param) {
        return new Atom(param, Ball.spectral(), 1, 1);
    }

    /** A table [tokens × width] of mass one. */
    static Modular embedding(String param) {
        return new Atom(param, new Ball.Embedding(), 1, 1);
    }

    /** x ↦ x + b, of mass one: our addition, modula has no biases. */
    static Modular bias(String param) {
        return new Atom(param, new Ball.Rms(), 1, 1);
    }

    /** The identity, ReLU, tanh: maps that let through no more than they get. */
    static Modular bond() {
        return new Bond(1);
    }

    /** next ∘ this. */
    default Modular then(Modular next) {
        return new Composed(next, this);
    }

    /** x ↦ this(x) + other(x). */
    default Modular plus(Modular other) {
        return new Sum(List.of(this, other));
    }

    /** x ↦ α this(x). */
    default Modular times(double alpha) {
        return then(new Bond(Math.abs(alpha)));
    }

    /** This module with another mass. */
    default Modular withMass(double mass) {
        return new Tared(this, mass);
    }

    /** A residual block that L of its kind make a network of depth L of: (1 − 1/L) x + (1/L) this(x). */
    default Modular residual(int depth) {
        if (depth < 2) {
            throw new IllegalArgumentException("a residual network needs at least two blocks, got " + depth);
        }
        return bond().times(1 - 1.0 / depth).plus(times(1.0 / depth));
    }

    /**
     * A perceptron from its parameters w1, b1, w2, b2, …: in the order of their numbers, which is not that of memory, and a
     * bond of sensitivity one between the layers.
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
