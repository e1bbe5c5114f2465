package org.guideddescent.scaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Network;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A parametrization for one network, whose rules were tuned on another, the base.
 * <pre>{@code
 * var scaling = muP().scale(Mlp.of(32, 64, 64, 10), Mlp.of(32, 512, 512, 10));
 * var theta = scaling.initialize(random, DataType.FLOAT);
 * var optimizer = new Optimizer(scaling.rule(adamW(1e-3)), theta, scaling.network());
 * }</pre>
 * Where the two are of one size, all three lines do what they do without it, bit by bit.
 */
public final class Scaling {
    private final Parametrization table;
    private final Network network;
    private final Map<Param, Growth> growth;

    private Scaling(Parametrization table, Network base, Network given) {
        this.table = table;
        growth = growth(base, given);
        double last = growth.values().stream()
                .mapToDouble(table::multiplier)
                .filter(c -> c != 1)
                .findFirst()
                .orElse(1);
        network = ScaledNetwork.of(table, base, given, last);
    }

    /**
     * {@return the table for a network}
     *
     * @param table factors that stand for a parametrization
     * @param base the network that rates and decays are for
     * @param network of the same kind, and any size; its number of branches is a multiple of the base's
     * @throws IllegalArgumentException if their parameters do not go in pairs
     */
    public static Scaling of(Parametrization table, Network base, Network network) {
        return new Scaling(table, base, network);
    }

    /**
     * {@return the network with the table's multipliers in it: this one is to be trained} Its parameters are those of
     * the given one.
     */
    public Network network() {
        return network;
    }

    /**
     * {@return what a parameter of the network is in the base}
     *
     * @param p a parameter of the network
     */
    public Growth growth(Param p) {
        return growth.get(p);
    }

    /**
     * Overwrites theta with the network's own first values, scaled. Draws as many numbers as
     * {@link Network#initialize}.
     *
     * @param random where the random numbers come from
     * @param theta parameters of the network's layout, overwritten
     */
    public void initialize(RandomGenerator random, ParamVector theta) {
        network.initialize(random, theta);
        growth.forEach((p, g) -> {
            double factor = table.initial(g);
            if (factor != 1 && scaled(p)) {
                Ops.current().scale(factor, theta.view(p));
            }
        });
    }

    // A gain starts at one and not at a random number; a bias at zero.
    private static boolean scaled(Param p) {
        return p.isMatrix();
    }

    /**
     * {@return new parameters of that type, initialized}
     *
     * @param random where the random numbers come from
     * @param type FLOAT or DOUBLE
     */
    public ParamVector initialize(RandomGenerator random, DataType type) {
        var theta = ParamVector.zeros(network.layout(), type);
        initialize(random, theta);
        return theta;
    }

    /**
     * The rule with the table's factors: rates of each parameter, decays, and ε of Adam. What it makes of each
     * parameter is read from the rule, so that a mixture is one line:
     * {@code scaling.rule(route(matrices(), muon(0.02)).otherwise(adamW(3e-4)))}.
     *
     * @param rule the rule of the base network
     * @return the rule for the scaled network
     * @throws IllegalArgumentException if the rule has a part whose updates are not known; the message shows the way
     *     out
     */
    public Transform rule(Transform rule) {
        return scaled(rule, p -> Updates.of(rule, p));
    }

    /**
     * {@return the rule as of {@link #rule(Transform)}, for a rule that makes the same kind of update of every
     * parameter, known or not}
     *
     * @param update what the rule makes of every parameter
     * @param rule the rule of the base network
     */
    public Transform rule(Update update, Transform rule) {
        return scaled(rule, p -> update);
    }

    private Transform scaled(Transform rule, Function<Param, Update> update) {
        var factors = new LinkedHashMap<Param, Factors>();
        growth.keySet().forEach(p -> factors.put(p, factors(p, update.apply(p))));
        return new ScaledRule(factors).of(rule);
    }

    /**
     * {@return the table for a rule, a line for each parameter; {@code Tables.of("muP", scaling.table(adamW(1e-3)))}
     * shows it}
     *
     * @param rule the rule of the base network
     */
    public List<Factors> table(Transform rule) {
        return growth.keySet().stream()
                .map(p -> factors(p, Updates.of(rule, p)))
                .toList();
    }

    /**
     * {@return the table for one kind of update, a line for each parameter}
     *
     * @param update what the rule makes of every parameter
     */
    public List<Factors> table(Update update) {
        return growth.keySet().stream().map(p -> factors(p, update)).toList();
    }

    private Factors factors(Param p, Update update) {
        var g = growth.get(p);
        return new Factors(
                p.name(),
                p.rows() + "×" + p.cols(),
                table.initial(g),
                table.rate(g, update),
                Numbers.orOne(table.decoupledDecay(g, update)),
                Numbers.orOne(table.coupledDecay(g)),
                table.epsilon(g));
    }

    /**
     * {@return the scaled network with its scaled rule and start, for a {@link CoordinateCheck}}
     *
     * @param rule the rule of the base network
     */
    public Setup setup(Transform rule) {
        return new Setup(network, rule(rule), this::initialize);
    }

    /** Branch k of the network is like branch k mod K of the base, which has K. */
    private static Map<Param, Growth> growth(Network base, Network network) {
        int period = base.branches();
        int branches = network.branches();
        if (period == 0 ? branches > 0 : branches % period != 0) {
            throw new IllegalArgumentException("a network of " + branches + " branches does not grow from a base of "
                    + period + "; take a multiple");
        }
        double depth = period == 0 ? 1 : (double) branches / period;
        var found = new LinkedHashMap<Param, Growth>();
        pair(on(base, -1), on(network, -1), 1, found);
        for (int k = 0; k < branches; k++) {
            pair(on(base, k % period), on(network, k), depth, found);
        }
        var ordered = new LinkedHashMap<Param, Growth>();
        network.layout().params().forEach(p -> ordered.put(p, found.get(p)));
        return ordered;
    }

    private static List<Param> on(Network network, int branch) {
        return network.layout().params().stream()
                .filter(p -> network.branch(p).orElse(-1) == branch)
                .toList();
    }

    private static void pair(List<Param> base, List<Param> here, double depth, Map<Param, Growth> into) {
        var kinds = new ArrayList<String>();
        for (int i = 0; i < Math.min(base.size(), here.size()); i++) {
            if (base.get(i).isMatrix() == here.get(i).isMatrix()) {
                into.put(here.get(i), new Growth(here.get(i), base.get(i), depth));
            } else {
                kinds.add(here.get(i) + " from " + base.get(i));
            }
        }
        if (base.size() != here.size() || !kinds.isEmpty()) {
            throw new IllegalArgumentException("a network must differ from its base in sizes only, got " + here
                    + " for " + base + (kinds.isEmpty() ? "" : "; " + kinds));
        }
    }

    /** The code that makes it. */
    @Override
    public String toString() {
        return table + " for " + network;
    }
}
