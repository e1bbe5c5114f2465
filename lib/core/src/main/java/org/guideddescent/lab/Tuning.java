package org.guideddescent.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * One optimizer's learning rate, tuned over a grid: the curve that a fair comparison shows for every arm.
 *
 * @param name the optimizer, as in figures
 * @param trials in ascending order of rate
 */
public record Tuning(String name, List<Trial> trials) {
    /**
     * One point of the grid.
     *
     * @param rate learning rate
     * @param loss the final loss, infinite if the run diverged
     */
    public record Trial(double rate, double loss) {}

    /**
     * Sorts the trials; refuses a curve without an inside.
     *
     * @param name the optimizer, as in figures
     * @param trials in ascending order of rate
     * @throws IllegalArgumentException if there are fewer than three
     */
    public Tuning {
        trials = trials.stream().sorted(Comparator.comparingDouble(Trial::rate)).toList();
        if (trials.size() < 3) {
            throw new IllegalArgumentException(
                    "a tuning curve needs at least three rates to have an inside, got " + trials.size());
        }
    }

    /**
     * Runs every rate of the grid, in the order given.
     *
     * @param name the optimizer, as in figures
     * @param rates at least three: not modified
     * @param finalLoss of a rate; infinite or NaN where the run diverged
     * @return the curve
     */
    public static Tuning over(String name, double[] rates, DoubleUnaryOperator finalLoss) {
        var trials = new ArrayList<Trial>();
        for (double rate : rates) {
            double loss = finalLoss.applyAsDouble(rate);
            trials.add(new Trial(rate, Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY));
        }
        return new Tuning(name, trials);
    }

    /**
     * {@return a grid of n rates around center, each factor times the one before}
     *
     * @param center the middle rate, above 0
     * @param factor above 1
     * @param n length of the grid, odd if center is to be in it
     */
    public static double[] grid(double center, double factor, int n) {
        var rates = new double[n];
        for (int i = 0; i < n; i++) {
            rates[i] = center * Math.pow(factor, i - (n - 1) / 2.0);
        }
        return rates;
    }

    /** {@return the rate with the smallest loss} */
    public double bestRate() {
        return best().rate;
    }

    /** {@return the smallest loss} */
    public double bestLoss() {
        return best().loss;
    }

    /** {@return whether the best rate is an end of the grid, so that a better one may lie outside} */
    public boolean atEdge() {
        double best = bestRate();
        return best == trials.get(0).rate || best == trials.get(trials.size() - 1).rate;
    }

    /** {@return the rates whose runs ended, to plot} */
    public double[] rates() {
        return trials.stream()
                .filter(t -> t.loss < Double.POSITIVE_INFINITY)
                .mapToDouble(Trial::rate)
                .toArray();
    }

    /** {@return the losses of {@link #rates()}, to plot} */
    public double[] losses() {
        return trials.stream()
                .filter(t -> t.loss < Double.POSITIVE_INFINITY)
                .mapToDouble(Trial::loss)
                .toArray();
    }

    private Trial best() {
        return trials.stream().min(Comparator.comparingDouble(Trial::loss)).orElseThrow();
    }
}
