package org.guideddescent.train;

import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.ema;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.schedule.Schedules;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The run that {@link KillTest} kills: chance in the layers, an average, growing batches, measures, gauges, copies. */
final class KilledRun {
    static final long STEPS = 300;
    static final String WEIGHTS = "weights.zip";
    static final String RUN = "run.ser";
    private static final Seed SEED = new Seed(11);

    private KilledRun() {}

    private static Network network() {
        return Network.of(
                Layers.linear(32, 512)
                        .then(Layers.tanh())
                        .then(Layers.dropout(0.1))
                        .then(Layers.linear(512, 8)),
                Loss.SQUARED_ERROR);
    }

    private static Batch batch(long t) {
        var random = new Random(t);
        var x = Nd4j.create(DataType.FLOAT, 16, 32);
        for (int i = 0; i < 16 * 32; i++) {
            x.data().put(i, (float) random.nextGaussian());
        }
        return new Batch(x, x.getColumns(0, 1, 2, 3, 4, 5, 6, 7).dup('c'), SEED.key(t));
    }

    /** Trains to the end and writes weights with state, and the run, to the folder out. checkpoints: empty for none. */
    static void train(Optional<Path> checkpoints, Path out, Callback pace) throws IOException {
        var net = network();
        var held = batch(1_000_000);
        Batches batches = KilledRun::batch;
        var trainer = new Trainer(net, batches, SEED)
                .accumulating(Schedules.linear(1, 3, 200))
                .evaluating("held out", 20, theta -> net.loss(theta, held))
                .reading(3, Gauge.noiseScale(0.9), Gauge.gradientNorm(), Gauge.updateRatio())
                .stoppingOn(Divergence.whenWorse(4, 30).keepingEvery(16))
                .calling(Stop.whenNoBetter("held out", 10, Stop.Better.LOWER))
                .calling(pace);
        var rule = ema(chain(clipByGlobalNorm(1), Optimizers.adamW(3e-3)), 0.99);
        var optimizer = new Optimizer(rule, net.initialize(SEED.stream("weights")));
        var run = (checkpoints.isPresent() ? trainer.checkpointing(checkpoints.get(), Every.steps(4)) : trainer)
                .train(optimizer, STEPS);
        trainer.save(optimizer, out.resolve(WEIGHTS));
        try (var stream = new ObjectOutputStream(Files.newOutputStream(out.resolve(RUN)))) {
            stream.writeObject(run);
        }
    }

    /** Folder of the checkpoints, folder of the results. */
    public static void main(String[] args) throws IOException {
        train(Optional.of(Path.of(args[0])), Path.of(args[1]), moment -> pause());
    }

    /** So that on a busy machine the run does not end before anybody has looked. */
    private static Optional<String> pause() {
        try {
            Thread.sleep(4);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Callback.GO_ON;
    }
}
