package org.guideddescent.bench.worker;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.util.List;
import org.guideddescent.bench.Shape;

/** The same training step in DJL. Arguments: widths, batch size. */
public final class DjlStep {
    private final Trainer trainer;
    private final NDList inputs;
    private final NDList targets;

    private DjlStep(Shape shape) {
        int in = shape.widths().get(0);
        var model = Model.newInstance("perceptron", "PyTorch");
        model.setBlock(perceptron(shape.widths()));
        trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(Optimizer.adamW()
                        .optWeightDecays(0.01f)
                        .optLearningRateTracker(Tracker.fixed(1e-3f))
                        .build()));
        trainer.initialize(new ai.djl.ndarray.types.Shape(shape.batch(), in));
        var manager = trainer.getManager();
        inputs = new NDList(manager.randomUniform(-1, 1, new ai.djl.ndarray.types.Shape(shape.batch(), in)));
        int classes = shape.widths().get(shape.widths().size() - 1);
        targets = new NDList(manager.arange(shape.batch()).mod(classes).toType(DataType.INT64, false));
    }

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            var job = new DjlStep(Shape.parse(arguments[0], arguments[1]));
            var engine = Engine.getEngine("PyTorch");
            return new Worker.Task("DJL " + Engine.getDjlVersion() + ", PyTorch " + engine.getVersion(), job::step);
        });
    }

    /** What a step makes belongs to its own manager, so that it goes when the step ends. */
    private void step() {
        try (NDManager scratch = trainer.getManager().newSubManager();
                var collector = trainer.newGradientCollector()) {
            inputs.attach(scratch);
            targets.attach(scratch);
            var loss = trainer.getLoss().evaluate(targets, trainer.forward(inputs));
            collector.backward(loss);
            inputs.attach(trainer.getManager());
            targets.attach(trainer.getManager());
            trainer.step();
            // As our step does, the caller learns the loss.
            loss.getFloat();
        }
    }

    private static Block perceptron(List<Integer> widths) {
        var block = new SequentialBlock();
        for (int i = 1; i < widths.size(); i++) {
            if (i > 1) {
                block.add(Activation.reluBlock());
            }
            block.add(Linear.builder().setUnits(widths.get(i)).build());
        }
        return block;
    }
}
