import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.rule.Rules.matrices;

import java.util.Random;
import org.guideddescent.model.Mlp;
import org.guideddescent.objective.Batch;
import org.guideddescent.train.Optimizer;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a small network to say whether a point lies within a circle: matrices with Muon, the rest with AdamW. */
public class QuickStart {
    public static void main(String[] arguments) {
        var points = Nd4j.rand(-1, 1, Nd4j.getRandomFactory().getNewRandomInstance(1), 512, 2);
        var inside = points.mul(points).sum(true, 1).lt(0.6).castTo(points.dataType());
        var batch = new Batch(points, Nd4j.hstack(inside, inside.rsub(1)));

        var net = Mlp.of(2, 32, 32, 2);
        var theta = net.initialize(new Random(0));
        var optimizer = new Optimizer(route(matrices(), muon(0.02)).otherwise(adamW(0.01)), theta);
        for (int t = 0; t <= 100; t++) {
            double loss = net.gradient(theta, batch, optimizer.gradient());
            if (t % 50 == 0) System.out.println("step " + t + ": loss " + loss);
            optimizer.step(optimizer.gradient(), loss);
        }
    }
}
