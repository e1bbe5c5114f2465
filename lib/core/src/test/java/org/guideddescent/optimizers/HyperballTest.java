package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.MuonTest.random;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.guideddescent.linalg.NewtonSchulz;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class HyperballTest {
    private static final Transform MUON = new Muon(0.95, true, NewtonSchulz.JORDAN, Muon.Scale.MOONSHOT);

    @Test
    void theNormOfEveryMatrixStaysWhatItWasInFloat() {
        for (var inner : new Transform[] {MUON, new Adam(0.9, 0.999, 1e-8), new Sgd()}) {
            var theta = ParamVector.zeros(
                    Layout.builder()
                            .add("a", Role.HIDDEN, 8, 5)
                            .add("b", Role.HIDDEN, 3, 8)
                            .build(),
                    DataType.FLOAT);
            theta.flat().assign(Nd4j.createFromArray(random(1, 64)).castTo(DataType.FLOAT));
            theta.view("b").muli(100);
            double a = theta.view("a").norm2Number().doubleValue();
            double b = theta.view("b").norm2Number().doubleValue();
            var optimizer = new Optimizer(
                    chain(inner, new Hyperball(), decoupledWeightDecay(0.1)).at(0.1), theta);
            for (int t = 1; t <= 300; t++) {
                optimizer
                        .gradient()
                        .flat()
                        .assign(Nd4j.createFromArray(random(t, 64)).castTo(DataType.FLOAT));
                optimizer.step(optimizer.gradient(), 1);
                assertEquals(1, theta.view("a").norm2Number().doubleValue() / a, 1e-6);
                assertEquals(1, theta.view("b").norm2Number().doubleValue() / b, 1e-6);
            }
        }
    }

    @Test
    void withoutItTheNormGrows() {
        var optimizer = MuonTest.trial(MUON.at(0.1), 8, 5);
        double before = optimizer.weights().flat().norm2Number().doubleValue();
        for (int t = 1; t <= 300; t++) {
            MuonTest.take(optimizer, random(t, 40));
        }
        assertTrue(optimizer.weights().flat().norm2Number().doubleValue() > 1.01 * before);
    }

    @Test
    void aStepAcrossTheWeightsTurnsThemByTheArcTangentOfTheRateWhateverTheRuleInside() {
        double[] w = {3, 0, 0, 0};
        for (var inner : new Transform[] {MUON, new Sgd(), new Adam(0, 0, 1e-12)}) {
            var theta = ParamVector.zeros(
                    Layout.builder().add("w", Role.HIDDEN, 2, 2).build(), DataType.DOUBLE);
            theta.flat().assign(Nd4j.createFromArray(w));
            var optimizer = new Optimizer(chain(inner, new Hyperball()).at(0.3), theta);
            MuonTest.take(optimizer, new double[] {0, 0, 0, 7});
            assertEquals(
                    Math.atan(0.3),
                    Math.atan2(-theta.flat().getDouble(3), theta.flat().getDouble(0)),
                    1e-12);
        }
    }

    @Test
    void refusesWeightsThatBeginAtZero() {
        var optimizer = MuonTest.trial(chain(new Sgd(), new Hyperball()), 2, 2);
        optimizer.weights().flat().assign(0);
        var refused =
                assertThrows(IllegalArgumentException.class, () -> MuonTest.take(optimizer, new double[] {1, 2, 3, 4}));
        assertTrue(refused.getMessage().contains("w [2×2] begins at zero"), refused.getMessage());
    }
}
