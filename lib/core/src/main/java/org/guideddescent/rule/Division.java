package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Who of the {@link Colleagues} does which part of a rule's work. Rules name their tasks when they are bound; when the first
 * one begins all are known, and each gets an owner: the dearest task first, always to whom has least to do so far, so equal
 * tasks go round. That is the longest-processing-time rule of Graham, 1969, within 4/3 of the best division.
 */
public final class Division {
    private final Colleagues colleagues;
    private final List<Task> tasks = new ArrayList<>();
    private int[] owners = {};

    /**
     * Has no tasks yet.
     *
     * @param colleagues who take the same steps
     */
    public Division(Colleagues colleagues) {
        this.colleagues = colleagues;
    }

    /** {@return a division among nobody else: all work is done here} */
    public static Division alone() {
        return new Division(Colleagues.NONE);
    }

    /** {@return whether all work is done here} */
    public boolean isAlone() {
        return colleagues.size() == 1;
    }

    /**
     * Adds a task, the next in the order in which all of the team share theirs.
     *
     * @param cost how long it takes, in any unit, if one for all
     * @param numbers how many numbers are part of its outcome besides the results; see {@link Task#set}
     * @param work says whether the results are new
     * @param results overwritten by the work where they are new
     * @return the task, which tells whether its results are new
     */
    public Task task(double cost, int numbers, Task.Work work, List<INDArray> results) {
        var task = new Task(this, colleagues, tasks.size(), cost, numbers, work, results);
        tasks.add(task);
        return task;
    }

    /** The owner of a task; deterministic, so that nobody needs to be told. */
    int owner(int task) {
        if (owners.length != tasks.size()) {
            owners = owners(tasks.stream().mapToDouble(Task::cost).toArray(), colleagues.size());
        }
        return owners[task];
    }

    /**
     * {@return for each task who does it, a number from 0 to size − 1}
     *
     * @param costs not modified
     * @param size how many colleagues there are
     */
    public static int[] owners(double[] costs, int size) {
        int[] owners = new int[costs.length];
        double[] load = new double[size];
        IntStream.range(0, costs.length)
                .boxed()
                .sorted((a, b) -> Double.compare(costs[b], costs[a]))
                .forEach(task -> {
                    int least = 0;
                    for (int i = 1; i < size; i++) {
                        least = load[i] < load[least] ? i : least;
                    }
                    owners[task] = least;
                    load[least] += costs[task];
                });
        return owners;
    }
}
