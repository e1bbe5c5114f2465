package org.guideddescent.lab;

import java.util.List;
import org.guideddescent.train.Run;

/**
 * One optimizer's line in a table of results: medians over seeds, and the spread of what is judged.
 *
 * @param optimizer its name
 * @param rate learning rate, the tuned one
 * @param seeds how many runs
 * @param loss training loss, mean of the last 100 steps
 * @param accuracy the median over seeds
 * @param lowest accuracy of a seed
 * @param highest accuracy of a seed
 * @param seconds of training, a run
 */
public record Standing(
        String optimizer,
        double rate,
        int seeds,
        double loss,
        double accuracy,
        double lowest,
        double highest,
        double seconds) {
    /**
     * Sums up the runs of one optimizer.
     *
     * @param optimizer its name
     * @param rate learning rate, the tuned one
     * @param runs one for each seed
     * @param accuracies one for each run: not modified
     * @return the line of the table
     */
    public static Standing of(String optimizer, double rate, List<Run> runs, double[] accuracies) {
        if (runs.size() != accuracies.length) {
            throw new IllegalArgumentException(
                    optimizer + " has " + runs.size() + " runs but " + accuracies.length + " accuracies");
        }
        var losses = runs.stream().mapToDouble(r -> r.finalLoss(100)).toArray();
        var seconds = runs.stream()
                .mapToDouble(r -> r.curve().get(r.curve().size() - 1).seconds())
                .toArray();
        return new Standing(
                optimizer,
                rate,
                runs.size(),
                Curves.quantile(losses, 0.5),
                Curves.quantile(accuracies, 0.5),
                Curves.quantile(accuracies, 0),
                Curves.quantile(accuracies, 1),
                Curves.quantile(seconds, 0.5));
    }
}
