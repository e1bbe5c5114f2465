package org.guideddescent.dl4j;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.space.Selector.everyMatrix;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/**
 * What a step costs inside DL4J: a LeNet on batches of 32 images, trained by DL4J's Adam, by the same Adam of ours, and by Muon, ten
 * steps each in turns. lib/dl4j/bench starts it.
 */
public final class StepCost {
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 41;

    private StepCost() {}

    @SuppressWarnings("ArrayRecordComponent") // It fills while the rounds go on.
    private record Contestant(String name, MultiLayerNetwork network, double[] milliseconds) {
        static Contestant of(String name) {
            return new Contestant(
                    name, Networks.leNet(Networks.builder(DataType.FLOAT, new Adam(1e-3))), new double[ROUNDS]);
        }

        double median() {
            return Arrays.stream(milliseconds)
                    .sorted()
                    .skip(ROUNDS / 2)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Prints the medians and their ratios.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        var theirs = Contestant.of("DL4J's Adam");
        var same = Contestant.of("Nd4jAdam, attached");
        var muon = Contestant.of("Muon and Adam, attached");
        NetworkOptimizer.attach(same.network(), new Nd4jAdam().at(1e-3));
        NetworkOptimizer.attach(muon.network(), route(everyMatrix(), muon(0.02)).otherwise(adam(1e-3)));
        var contestants = List.of(theirs, same, muon);
        var batches = Networks.fashion(320, 32, false);
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (var contestant : contestants) {
                long begin = System.nanoTime();
                batches.forEach(contestant.network()::fit);
                double each = (System.nanoTime() - begin) / 1e6 / batches.size();
                if (round >= 0) {
                    contestant.milliseconds()[round] = each;
                }
            }
        }
        System.out.printf("%,d weights%n", theirs.network().numParams());
        for (var c : contestants) {
            System.out.printf("%-24s %8.2f ms a step %6.2f%n", c.name(), c.median(), c.median() / theirs.median());
        }
    }
}
