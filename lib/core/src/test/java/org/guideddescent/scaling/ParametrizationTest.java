package org.guideddescent.scaling;

import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.relu;
import static org.guideddescent.model.Layers.residual;
import static org.guideddescent.model.Layers.transformer;
import static org.guideddescent.scaling.Parametrization.completeP;
import static org.guideddescent.scaling.Parametrization.depthMuP;
import static org.guideddescent.scaling.Parametrization.muP;
import static org.guideddescent.scaling.Parametrization.spectral;
import static org.guideddescent.scaling.Parametrization.standard;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.guideddescent.model.Layer;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Mlp;
import org.guideddescent.model.Network;
import org.guideddescent.model.Stack;
import org.guideddescent.optimizers.Muon;
import org.guideddescent.space.Param;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The tables, written out for networks four times as wide, and the numbers that first values have. */
class ParametrizationTest {
    private static final Network BASE = Mlp.of(32, 64, 64, 10);
    private static final Network WIDE = Mlp.of(32, 256, 256, 10);

    private static Network network(Layer layers) {
        return Network.of(layers, Loss.SOFTMAX_CROSS_ENTROPY);
    }

    private static Network blocks(int count, int width) {
        var net = Stack.of(linear(32, width));
        for (int i = 0; i < count; i++) {
            net = net.then(residual(relu().then(linear(width, width))));
        }
        return network(net.then(linear(width, 10)));
    }

    private static void assertTable(
            Map<String, Double> expected, Scaling scaling, Update update, ToDoubleFunction<Factors> number) {
        var actual = new TreeMap<String, Double>();
        scaling.table(update).forEach(f -> actual.put(f.parameter(), number.applyAsDouble(f)));
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, value) -> assertEquals(value, actual.get(name), 1e-12, name));
    }

    private static Map<String, Double> mlp(double w1, double b1, double w2, double b2, double w3, double b3) {
        return new TreeMap<>(Map.of("w1", w1, "b1", b1, "w2", w2, "b2", b2, "w3", w3, "b3", b3));
    }

    @Test
    void ratesOfGradientDescentGrowWithFanOutAndFallWithFanIn() {
        var scaling = muP().scale(BASE, WIDE);
        assertTable(mlp(4, 4, 1, 4, 0.25, 1), scaling, Update.gradient(), Factors::rate);
        assertTable(mlp(0.25, 0.25, 1, 0.25, 4, 1), scaling, Update.gradient(), Factors::decay);
        assertTable(mlp(0.25, 0.25, 1, 0.25, 4, 1), scaling, Update.gradient(), Factors::coupledDecay);
    }

    @Test
    void ratesOfAdamFallWithFanInAndItsDecoupledDecayGrows() {
        var scaling = muP().scale(BASE, WIDE);
        assertTable(mlp(1, 1, 0.25, 1, 0.25, 1), scaling, Update.signs(), Factors::rate);
        assertTable(mlp(1, 1, 4, 1, 4, 1), scaling, Update.signs(), Factors::decay);
        assertTable(mlp(1, 1, 1, 1, 1, 1), scaling, Update.signs(), Factors::epsilon);
    }

    @Test
    void ratesOfMuonUndoWhatItsScaleDoes() {
        var scaling = muP().scale(BASE, WIDE);
        // A bias is no matrix; Muon never sees one, and its line means nothing.
        for (var row : List.of(
                Map.entry(Muon.Scale.NONE, new double[] {2, 1, 0.5}),
                Map.entry(Muon.Scale.JORDAN, new double[] {1, 1, 0.5}),
                Map.entry(Muon.Scale.SPECTRAL, new double[] {1, 1, 1}),
                Map.entry(Muon.Scale.MOONSHOT, new double[] {1, 0.5, 0.25}))) {
            var table = scaling.table(Update.orthogonal(row.getKey())).stream()
                    .filter(f -> f.parameter().startsWith("w"))
                    .sorted((a, b) -> a.parameter().compareTo(b.parameter()))
                    .mapToDouble(Factors::rate)
                    .toArray();
            for (int i = 0; i < 3; i++) {
                assertEquals(row.getValue()[i], table[i], 1e-12, row.getKey() + " w" + (i + 1));
            }
        }
    }

    @Test
    void ratesOfShampooFollowItsPowersAndItsBlocks() {
        var scaling = muP().scale(BASE, WIDE);
        // (out/in)^(1 − 2q).
        assertTable(mlp(2, 2, 1, 2, 0.5, 1), scaling, new Update.Whitened(0.25, 1024), Factors::rate);
        assertTable(mlp(1, 1, 1, 1, 1, 1), scaling, new Update.Whitened(0.5, 1024), Factors::rate);
        // In blocks of one number it is Adam: each number is divided by its own size.
        assertTable(mlp(1, 1, 0.25, 1, 0.25, 1), scaling, new Update.Whitened(0.25, 1), Factors::rate);
    }

    @Test
    void withAMultiplierTheLastMatrixHasTheRatesAndValuesOfTheMupPackage() {
        var scaling = muP().withMultiplier().scale(BASE, WIDE);
        assertTable(mlp(4, 4, 1, 4, 4, 1), scaling, Update.gradient(), Factors::rate);
        assertTable(mlp(1, 1, 0.25, 1, 1, 1), scaling, Update.signs(), Factors::rate);
        assertTable(mlp(1, 1, 4, 1, 1, 1), scaling, Update.signs(), Factors::decay);
        assertTable(mlp(1, 1, 1, 1, 2, 1), scaling, Update.signs(), Factors::initial);
        assertEquals(
                "Network.of(linear(32, 256).then(relu()).then(linear(256, 256)).then(relu()).then(multiplier(0.25))"
                        + ".then(linear(256, 10)), SOFTMAX_CROSS_ENTROPY)",
                scaling.network().toString());
    }

    @Test
    void shapesMayGrowUnevenly() {
        // Hidden [64 × 64] → [512 × 128]: out 8 times, in 2 times.
        var scaling = muP().scale(BASE, Mlp.of(32, 128, 512, 10));
        assertTable(mlp(2, 2, 4, 8, 0.125, 1), scaling, Update.gradient(), Factors::rate);
        assertTable(mlp(1, 1, 0.5, 1, 0.125, 1), scaling, Update.signs(), Factors::rate);
    }

    @Test
    void tablesAndGainsAreVectorLike() {
        var base = network(transformer(11, 8, 1, 2, 3));
        var wide = network(transformer(11, 32, 1, 2, 3));
        var scaling = muP().scale(base, wide);
        var adam = new TreeMap<>(Map.of("e1", 1.0, "e2", 1.0, "w1", 0.25, "w2", 0.25, "w3", 0.25, "w4", 0.25));
        adam.putAll(Map.of("w5", 0.25, "b1", 1.0, "b2", 1.0, "b3", 1.0, "b4", 1.0));
        adam.putAll(Map.of("scale1", 1.0, "scale2", 1.0, "scale3", 1.0));
        adam.putAll(Map.of("shift1", 1.0, "shift2", 1.0, "shift3", 1.0));
        assertTable(adam, scaling, Update.signs(), Factors::rate);
        var sgd = new TreeMap<>(Map.of("e1", 4.0, "e2", 4.0, "w1", 1.0, "w2", 1.0, "w3", 1.0, "w4", 1.0));
        sgd.putAll(Map.of("w5", 0.25, "b1", 4.0, "b2", 4.0, "b3", 4.0, "b4", 4.0));
        sgd.putAll(Map.of("scale1", 4.0, "scale2", 4.0, "scale3", 4.0));
        sgd.putAll(Map.of("shift1", 4.0, "shift2", 4.0, "shift3", 4.0));
        assertTable(sgd, scaling, Update.gradient(), Factors::rate);
    }

    @Test
    void scoresOfAttentionFallLikeTheWidthOfAHead() {
        var base = network(transformer(11, 8, 1, 2, 3));
        // Heads of 4 become heads of 16: 1/√16 times ½ is 2/16, as 1/√4 was 2/4.
        var wider = muP().scale(base, network(transformer(11, 32, 1, 2, 3)));
        assertTrue(wider.network().toString().contains("causalAttention(2).times(0.5)"), wider.toString());
        // More heads of the same width keep theirs.
        var more = muP().scale(base, network(transformer(11, 32, 1, 8, 3)));
        assertTrue(!more.network().toString().contains("times"), more.toString());
    }

    @Test
    void branchesAndWhatStandsInThemFollowTheDepth() {
        // Four times the branches, twice the width.
        var scaling = completeP().scale(blocks(2, 16), blocks(8, 32));
        assertTrue(scaling.network().toString().contains("residual(relu().then(linear(32, 32))).times(0.25)"));
        var adam = byName(scaling, Update.signs());
        assertFactors(new Factors("w1", "", 1, 1, 1, 0.5, 0.5), adam.get("w1"));
        assertFactors(new Factors("w5", "", 1, 0.5, 2, 0.25, 0.125), adam.get("w5"));
        assertFactors(new Factors("b5", "", 1, 1, 1, 0.125, 0.125), adam.get("b5"));
        assertFactors(new Factors("w10", "", Math.sqrt(0.5), 0.5, 2, 2, 1), adam.get("w10"));
        assertEquals(4, byName(scaling, Update.gradient()).get("w5").rate(), 1e-12);

        var root = depthMuP().scale(blocks(2, 16), blocks(8, 16));
        assertTrue(root.network().toString().contains(".times(0.5)"));
        assertEquals(0.5, byName(root, Update.signs()).get("w5").rate(), 1e-12);
        assertEquals(1, byName(root, Update.gradient()).get("w5").rate(), 1e-12);
        assertEquals(0.5, byName(root, Update.signs()).get("w5").epsilon(), 1e-12);
    }

    private static Map<String, Factors> byName(Scaling scaling, Update update) {
        var map = new TreeMap<String, Factors>();
        scaling.table(update).forEach(f -> map.put(f.parameter(), f));
        return map;
    }

    private static void assertFactors(Factors expected, Factors actual) {
        var name = expected.parameter();
        assertEquals(expected.initial(), actual.initial(), 1e-12, name);
        assertEquals(expected.rate(), actual.rate(), 1e-12, name);
        assertEquals(expected.decay(), actual.decay(), 1e-12, name);
        assertEquals(expected.coupledDecay(), actual.coupledDecay(), 1e-12, name);
        assertEquals(expected.epsilon(), actual.epsilon(), 1e-12, name);
    }

    @Test
    void firstValuesHaveTheStandardDeviationsOfTheTable() {
        // He's gain of 2 for a ReLU. n = 2560 numbers at least: a standard error of 1.4 percent.
        var mu = muP().scale(BASE, WIDE);
        assertEquals(Math.sqrt(2.0 / 32), deviation(mu, "w1"), 0.04 * Math.sqrt(2.0 / 32));
        assertEquals(Math.sqrt(2.0 / 256), deviation(mu, "w2"), 0.04 * Math.sqrt(2.0 / 256));
        // 1/in² from the base's 1/in on: √(2/64) · 64/256.
        assertEquals(Math.sqrt(2.0 / 64) / 4, deviation(mu, "w3"), 0.06 * Math.sqrt(2.0 / 64) / 4);
        assertEquals(
                Math.sqrt(2.0 / 64),
                deviation(muP().withMultiplier().scale(BASE, WIDE), "w3"),
                0.06 * Math.sqrt(2.0 / 64));
        assertEquals(Math.sqrt(2.0 / 256), deviation(standard().scale(BASE, WIDE), "w3"), 0.06 * Math.sqrt(2.0 / 256));
        // [64 × 256] is wider than tall: √(2/256) · √(64/256).
        assertEquals(
                Math.sqrt(2.0 / 256) / 2,
                deviation(spectral().scale(BASE, Mlp.of(32, 256, 64, 10)), "w2"),
                0.04 * Math.sqrt(2.0 / 256) / 2);
    }

    private static double deviation(Scaling scaling, String name) {
        var view = scaling.initialize(new SplittableRandom(3), DataType.DOUBLE).view(name);
        double sum = 0;
        for (int i = 0; i < view.rows(); i++) {
            for (int j = 0; j < view.columns(); j++) {
                sum += view.getDouble(i, j) * view.getDouble(i, j);
            }
        }
        return Math.sqrt(sum / view.length());
    }

    @Test
    void gainsAndTablesStartAsTheyAre() {
        var base = network(transformer(11, 8, 1, 2, 3));
        var wide = network(transformer(11, 32, 1, 2, 3));
        var own = wide.initialize(new SplittableRandom(5), DataType.DOUBLE);
        var scaled = spectral().scale(base, wide).initialize(new SplittableRandom(5), DataType.DOUBLE);
        for (var name : List.of("e1", "e2", "scale1", "shift2", "b1")) {
            assertTrue(own.view(name).equalsWithEps(scaled.view(name), 0), name);
        }
    }

    @Test
    void whatDoesNotGrowFromTheBaseIsRefusedInWords() {
        refused("a network of 3 branches does not grow from a base of 2; take a multiple", () -> completeP()
                .scale(blocks(2, 8), blocks(3, 8)));
        refused("a network must differ from its base in sizes only", () -> muP().scale(BASE, Mlp.of(32, 8, 10)));
        refused("alpha must be in [0.5, 1]", () -> completeP(0.2));
        var p = BASE.layout().named("w2");
        refused(
                "a parameter grows from one of its kind",
                () -> new Growth(p, BASE.layout().named("b1"), 1));
        refused("got w2 [64×64] from w2 [64×64] at 0.0 times the depth", () -> new Growth(p, p, 0));
    }

    @Test
    void growthPairsBranchesByTheirPlaceInThePeriod() {
        var scaling = completeP().scale(blocks(2, 8), blocks(6, 8));
        for (int i = 1; i <= 8; i++) {
            Param p = scaling.network().layout().named("w" + i);
            var expected = i == 1 ? "w1" : i == 8 ? "w4" : i % 2 == 0 ? "w2" : "w3";
            assertEquals(expected, scaling.growth(p).base().name());
        }
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
        var e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
