package org.guideddescent.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guideddescent.linalg.Lanczos;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.ParamVector;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * Sharpness along training: the largest eigenvalue λ of the Hessian, and η λ. Gradient descent is stable on a quadratic while
 * η λ &lt; 2; on networks λ rises until η λ hovers about 2, the edge of stability. Cohen et al., 2021, arXiv:2103.00065.
 *
 * <pre>{@code
 * var sharpness = new Sharpness(net, batch, 100, 30);
 * for (long t = 1; t <= 6000; t++) { sharpness.see(t, theta, eta); … }
 * }</pre>
 *
 * A measurement costs as many Hessian products as Lanczos has steps.
 */
public final class Sharpness {
    /**
     * One measurement.
     *
     * @param step of the training, from 1
     * @param loss on the batch that the sharpness is of
     * @param rate η
     * @param sharpness λ; NaN where the loss is not finite
     */
    public record Point(long step, double loss, double rate, double sharpness) {
        /** {@return the stability η λ} */
        public double stability() {
            return rate * sharpness;
        }
    }

    private final Objective objective;
    private final Batch batch;
    private final long every;
    private final int steps;
    private final List<Point> points = new ArrayList<>();
    private ParamVector measured;
    private Optional<Lanczos> lanczos = Optional.empty();

    /**
     * Makes a watch that has not measured yet.
     *
     * @param objective the loss
     * @param batch on which it is measured, such as all examples; borrowed
     * @param every measure when the step is a multiple of it, and at step 1
     * @param steps of Lanczos' iteration
     * @throws IllegalArgumentException if every or steps is below 1
     */
    public Sharpness(Objective objective, Batch batch, long every, int steps) {
        if (every < 1 || steps < 1) {
            throw new IllegalArgumentException("every and steps must be at least 1, got " + every + " and " + steps);
        }
        this.objective = objective;
        this.batch = batch;
        this.every = every;
        this.steps = steps;
    }

    /**
     * Measures if it is time.
     *
     * @param t the step that comes, from 1
     * @param theta parameters before the step, not modified
     * @param rate η of the step
     */
    public void see(long t, ParamVector theta, double rate) {
        if (t == 1 || t % every == 0) {
            double loss = objective.loss(theta, batch);
            points.add(new Point(t, loss, rate, Double.isFinite(loss) ? at(theta) : Double.NaN));
        }
    }

    // The memory of the iteration serves as long as the weights are the same vector, which a loop keeps.
    private double at(ParamVector theta) {
        if (lanczos.isEmpty() || theta != measured) {
            measured = theta;
            var hessian = Landscape.of(objective, theta, batch).hessian();
            lanczos = Optional.of(new Lanczos(hessian, (int) Math.min(steps, hessian.rows())));
        }
        double[] values = lanczos.get().run(points.size()).values();
        return values[values.length - 1];
    }

    /** {@return the measurements, in order} */
    public List<Point> points() {
        return List.copyOf(points);
    }

    /** {@return the steps to plot} */
    public double[] steps() {
        return points.stream().mapToDouble(Point::step).toArray();
    }

    /** {@return the sharpnesses λ to plot} */
    public double[] values() {
        return points.stream().mapToDouble(Point::sharpness).toArray();
    }

    /** {@return the stabilities η λ to plot} */
    public double[] stabilities() {
        return points.stream().mapToDouble(Point::stability).toArray();
    }

    /**
     * {@return the measurements as a table: step, loss, rate η, sharpness λ in units of 1 / η, and stability η λ, which
     * has no unit}
     */
    public Table table() {
        return RecordTable.of("sharpness", Point.class, points)
                .addColumns(DoubleColumn.create("stability", stabilities()));
    }
}
