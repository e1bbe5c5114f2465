package org.guideddescent.scaling;

import static org.guideddescent.model.Layers.transformer;
import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.heavyBall;
import static org.guideddescent.optimizers.Optimizers.lion;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.optimizers.Optimizers.prodigy;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.optimizers.Optimizers.shampoo;
import static org.guideddescent.optimizers.Optimizers.soap;
import static org.guideddescent.rule.Rules.cautiousWeightDecay;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.correctedWeightDecay;
import static org.guideddescent.rule.Rules.coupledWeightDecay;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.independentWeightDecay;
import static org.guideddescent.rule.Rules.lookahead;
import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.scaling.Parametrization.completeP;
import static org.guideddescent.scaling.Parametrization.muP;
import static org.guideddescent.scaling.Parametrization.spectral;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Mlp;
import org.guideddescent.model.Network;
import org.guideddescent.model.TeacherTask;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scaled rules: nothing changes at the base's size, and elsewhere exactly what the table says. */
class ScalingTest {
    private static final TeacherTask TASK = TeacherTask.of(new SplittableRandom(1), 6, 8, 4);
    private static final Network BASE = Mlp.of(6, 8, 8, 4);
    private static final Network WIDE = Mlp.of(6, 32, 32, 4);

    static List<Transform> rules() {
        return List.of(
                sgd(0.1),
                heavyBall(0.1, 0.9),
                adam(0.01),
                adamW(0.01, 0.1),
                coupledWeightDecay(0.1, adam(0.01)),
                chain(adam(0.01), independentWeightDecay(0.01)),
                lion(0.001),
                route(matrices(), muon(0.02)).otherwise(adamW(0.01)),
                route(matrices(), shampoo(0.02)).otherwise(adam(0.01)),
                route(matrices(), soap(0.02)).otherwise(adam(0.01)));
    }

    private static ParamVector train(Network network, Transform rule, ParamVector theta, int steps) {
        var optimizer = new Optimizer(rule, theta, network);
        for (int t = 1; t <= steps; t++) {
            var batch = TASK.sample(16, t, theta.type());
            double loss = network.gradient(theta, batch, optimizer.gradient(), optimizer.watcher());
            optimizer.step(optimizer.gradient(), loss, new org.guideddescent.objective.Oracle(network, batch));
        }
        return theta;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void atTheBasesSizeNoBitOfATrainingChanges(Transform rule) {
        var expected = train(BASE, rule, BASE.initialize(new SplittableRandom(7), DataType.FLOAT), 12);
        for (var table : List.of(muP(), muP().withMultiplier(), spectral(), completeP())) {
            var scaling = table.scale(BASE, Mlp.of(6, 8, 8, 4));
            var actual = train(
                    scaling.network(),
                    scaling.rule(rule),
                    scaling.initialize(new SplittableRandom(7), DataType.FLOAT),
                    12);
            assertTrue(expected.flat().equalsWithEps(actual.flat(), 0), table + ", " + rule);
            assertEquals(rule.toString(), scaling.rule(rule).toString());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void atAnotherSizeTheTrainingIsAnotherOne(Transform rule) {
        var standard = train(WIDE, rule, WIDE.initialize(new SplittableRandom(7), DataType.FLOAT), 2);
        var scaling = muP().scale(BASE, WIDE);
        var scaled = train(
                scaling.network(), scaling.rule(rule), scaling.initialize(new SplittableRandom(7), DataType.FLOAT), 2);
        assertNotEquals(0, standard.flat().distance2(scaled.flat()));
    }

    @Test
    void aMultiplierMayBeFoldedIntoFirstValuesAndRates() {
        // abc: c W with W ∝ 1/c is the same function, and its rate has c⁻² for gradient descent and c⁻¹ for Adam with ε
        // = 0; here it
        // is not quite 0, for the gradient of a dead ReLU is.
        var exact = new Adam(0.9, 0.999, 1e-30).at(0.01);
        for (var rule : List.of(
                sgd(0.1),
                heavyBall(0.05, 0.9),
                exact,
                chain(exact, decoupledWeightDecay(0.5)),
                route(matrices(), muon(0.02)).otherwise(exact))) {
            assertTrue(gapOfForms(rule) < 1e-9, rule + ": " + gapOfForms(rule));
        }
        assertTrue(gapOfForms(new Adam(0.9, 0.999, 0.1).at(0.01)) > 1e-6, "an ε that is felt is not scaled by muP");
    }

    private static double gapOfForms(Transform rule) {
        var probe = TASK.sample(5, 99, DataType.DOUBLE).inputs();
        return outputs(muP().scale(BASE, WIDE), rule, probe)
                .distance2(outputs(muP().withMultiplier().scale(BASE, WIDE), rule, probe));
    }

    private static INDArray outputs(Scaling scaling, Transform rule, INDArray probe) {
        var theta = scaling.initialize(new SplittableRandom(2), DataType.DOUBLE);
        train(scaling.network(), scaling.rule(rule), theta, 6);
        return scaling.network().predict(theta, probe).dup();
    }

    @Test
    void aNormOfTheWholeGradientStaysWhole() {
        var scaling = muP().scale(BASE, WIDE);
        var theta = scaling.initialize(new SplittableRandom(4), DataType.DOUBLE);
        var before = theta.copy();
        var optimizer = new Optimizer(scaling.rule(chain(clipByGlobalNorm(0.5), sgd(0.1))), theta);
        var gradient = optimizer.gradient();
        gradient.flat().assign(0.25);
        optimizer.step(gradient, 1);
        double norm = 0.25 * Math.sqrt((double) theta.layout().size());
        for (var f : scaling.table(Update.gradient())) {
            var name = f.parameter();
            double moved = before.view(name).getDouble(0, 0) - theta.view(name).getDouble(0, 0);
            assertEquals(0.1 * f.rate() * 0.25 * 0.5 / norm, moved, 1e-12, name);
        }
    }

    @Test
    void everyKindOfDecayShrinksAsAtTheBase() {
        // Zero gradients, so that decay is all there is; η λ = 0.002.
        var scaling = muP().scale(BASE, WIDE);
        var adam = adam(0.01);
        assertShrinks(
                1 - 0.002, scaling.rule(chain(adam, decoupledWeightDecay(0.2).at(1))));
        assertShrinks(1 - 0.002, scaling.rule(adamW(0.01, 0.2)));
        assertShrinks(1 - 0.002, scaling.rule(coupledWeightDecay(0.02, sgd(0.1))));
        assertShrinks(
                1 - 0.002,
                scaling.rule(chain(new Adam(0.9, 0.999, 1e-8), cautiousWeightDecay(0.2))
                        .at(0.01)));
        // η (η / peak) λ with η = 0.01 and peak 0.05.
        assertShrinks(
                1 - 0.0004,
                scaling.rule(chain(new Adam(0.9, 0.999, 1e-8), correctedWeightDecay(0.2, 0.05))
                        .at(0.01)));
        assertShrinks(1 - 0.002, scaling.rule(chain(adam, independentWeightDecay(0.002))));
        // The control: decay added to a scaled rule has the scaled rates, and hidden weights shrink a quarter as fast.
        var unscaled = scaling.rule(adam).then(decoupledWeightDecay(0.2));
        assertEquals(1 - 0.002 / 4, shrunk(unscaled, "w2"), 1e-12);
        assertEquals(1 - 0.002, shrunk(unscaled, "w1"), 1e-12);
    }

    private static void assertShrinks(double factor, Transform rule) {
        for (var name : List.of("w1", "w2", "w3", "b1")) {
            assertEquals(factor, shrunk(rule, name), 1e-12, name + " by " + rule);
        }
    }

    private static double shrunk(Transform rule, String name) {
        var theta = ParamVector.zeros(WIDE.layout(), DataType.DOUBLE);
        theta.flat().assign(2);
        var optimizer = new Optimizer(rule, theta);
        optimizer.step(optimizer.gradient(), 1);
        return theta.view(name).getDouble(0, 0) / 2;
    }

    @Test
    void epsilonFollowsTheGradientWithCompleteP() {
        var text = completeP().scale(BASE, WIDE).rule(adam(0.01)).toString();
        // 1e-8 where the gradient is a quarter as large, and all of it for the output, which does not grow.
        assertTrue(text.contains("eps=2.5E-9") && text.contains("eps=1.0E-8"), text);
        var soap =
                completeP().scale(BASE, WIDE).rule(route(matrices(), soap(0.02)).otherwise(sgd(0.1)));
        assertTrue(soap.toString().contains("eps=2.5E-9"), soap.toString());
    }

    @Test
    void rulesAroundRulesTakeRatesButDecaysAreScaledInside() {
        var scaling = muP().scale(BASE, WIDE);
        var around = scaling.rule(lookahead(adam(0.01)));
        var inside = lookahead(scaling.rule(adam(0.01)));
        var start = scaling.initialize(new SplittableRandom(8), DataType.DOUBLE);
        assertTrue(train(WIDE, around, start.copy(), 7)
                .flat()
                .equalsWithEps(train(WIDE, inside, start.copy(), 7).flat(), 1e-14));
        refused(
                "would have to be scaled there; write the scaled rule inside",
                () -> scaling.rule(lookahead(adamW(0.01))));
        assertTrue(lookahead(scaling.rule(adamW(0.01))).toString().contains("lambda=0.04"));
    }

    @Test
    void aRuleNobodyKnowsIsRefusedUnlessItsUpdateIsSaid() {
        var scaling = muP().scale(BASE, WIDE);
        refused("say it, e.g. rule(Update.signs(), rule)", () -> scaling.rule(prodigy()));
        assertTrue(scaling.rule(Update.signs(), prodigy()).toString().contains("0.25"));
        // Coupled decay keeps its place before a rule that is not known: hidden matrices keep λ, as in gradient
        // descent.
        assertTrue(scaling.rule(Update.signs(), coupledWeightDecay(0.5, prodigy()))
                .toString()
                .contains("named(w2, b3), WeightDecay[lambda=0.5])"));
        refused("cannot be told; say it with rule(update, rule)", () -> scaling.rule(chain(adam(1), sgd(1))));
    }

    @Test
    void standardChangesNothingAtAnySize() {
        var scaling = Parametrization.standard().scale(BASE, WIDE);
        assertSame(WIDE, scaling.network());
        assertEquals(adamW(0.01), scaling.rule(adamW(0.01)));
        var own = WIDE.initialize(new SplittableRandom(1), DataType.FLOAT);
        assertTrue(own.flat()
                .equalsWithEps(
                        scaling.initialize(new SplittableRandom(1), DataType.FLOAT)
                                .flat(),
                        0));
    }

    @Test
    void aTransformerOfAnotherSizeTrains() {
        var base = Network.of(transformer(5, 8, 1, 2, 3), Loss.SOFTMAX_CROSS_ENTROPY);
        var large = Network.of(transformer(5, 16, 2, 2, 3), Loss.SOFTMAX_CROSS_ENTROPY);
        var scaling = completeP().withMultiplier().scale(base, large);
        var text = scaling.network().toString();
        assertTrue(text.contains(".times(0.5)") && text.contains("multiplier(0.5)"), text);
        assertTrue(text.contains("causalAttention(2).times(" + 1 / Math.sqrt(2)), text);
        var theta = scaling.initialize(new SplittableRandom(1), DataType.DOUBLE);
        var rule = scaling.rule(route(matrices(), muon(0.02)).otherwise(adamW(0.01)));
        var optimizer = new Optimizer(rule, theta, scaling.network());
        var x = org.nd4j.linalg.factory.Nd4j.createFromArray(new double[][] {{0, 1, 2}, {3, 4, 0}});
        var batch = new org.guideddescent.objective.Batch(x, x);
        double first = scaling.network().loss(theta, batch);
        for (int t = 0; t < 20; t++) {
            double loss = scaling.network().gradient(theta, batch, optimizer.gradient(), optimizer.watcher());
            optimizer.step(optimizer.gradient(), loss);
        }
        assertTrue(scaling.network().loss(theta, batch) < 0.5 * first);
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
        var e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void factorsAreATable() {
        var table = Factors.table(List.of(new Factors("w1", "64×32", 0.5, 0.25, 2, 3, 4)));
        assertEquals(
                List.of("parameter", "shape", "initial", "rate", "decay", "coupledDecay", "epsilon"),
                table.columnNames());
        assertEquals("w1", table.stringColumn("parameter").get(0));
        assertEquals("64×32", table.stringColumn("shape").get(0));
        double[] numbers = {0.5, 0.25, 2, 3, 4};
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(numbers[i], table.doubleColumn(2 + i).getDouble(0));
        }
    }
}
