package org.guideddescent.lab;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.guideddescent.schedule.ConvexBound;
import org.guideddescent.schedule.Schedule;

/** Schedules as figures, each in a line: {@code ScheduleFigures.of(1200, Map.of("WSD", wsd(100, 800, 300)))}. */
public final class ScheduleFigures {
    /** Of a schedule that does not know its end. */
    private static final long STEPS = 1000;
    /** A line has no more points. */
    private static final long POINTS = 2000;

    private ScheduleFigures() {}

    /**
     * {@return a schedule over its own steps and a twentieth more, so that one sees where it ends; over 1000 if it never
     * does or cannot say}
     *
     * @param schedule to draw, by its own text
     */
    public static Figure of(Schedule schedule) {
        long own = schedule.horizon().orElse(0);
        long steps = own > 0 ? own + 1 + own / 20 : STEPS;
        boolean named = schedule instanceof Record;
        var name = named ? schedule.getClass().getSimpleName() : "schedule";
        var figure = of(steps, Map.of(name, schedule));
        return named ? figure.caption(schedule.toString()) : figure;
    }

    /**
     * {@return the schedules over the steps 1 … steps, in the map's order}
     *
     * @param steps at least 1
     * @param schedules by their names in the legend
     */
    public static Figure of(long steps, Map<String, ? extends Schedule> schedules) {
        double[] at = grid(steps);
        var figure = Figure.of("Schedule").xAxis("step").yAxis("value");
        for (var entry : schedules.entrySet()) {
            var schedule = entry.getValue();
            figure = figure.line(
                    entry.getKey(),
                    at,
                    DoubleStream.of(at).map(t -> schedule.at((long) t)).toArray());
        }
        return figure;
    }

    /**
     * {@return what convex theory promises along training, each schedule at the base rate that is best for so many
     * steps} The first tenth is left out, where the bounds are high and say nothing.
     *
     * @param bound the theory
     * @param steps to look ahead, at least 10
     * @param schedules by their names in the legend
     */
    public static Figure bound(ConvexBound bound, int steps, Map<String, ? extends Schedule> schedules) {
        int from = steps / 10;
        double[] at =
                DoubleStream.iterate(from + 1, t -> t + 1).limit(steps - from).toArray();
        var figure = Figure.of("Bound of the loss along training").xAxis("step").yAxis("bound");
        for (var entry : schedules.entrySet()) {
            double rate = bound.terms(entry.getValue(), steps).bestRate();
            double[] all = bound.along(entry.getValue(), steps, rate);
            figure = figure.line(entry.getKey(), at, Arrays.copyOfRange(all, from, steps));
        }
        return figure;
    }

    // Whole steps, the first and the last among them.
    private static double[] grid(long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("a schedule is drawn over one step or more, got " + steps);
        }
        long n = Math.min(steps, POINTS);
        return LongStream.range(0, n)
                .mapToDouble(i -> 1 + (n == 1 ? 0 : Math.floor((double) i * (steps - 1) / (n - 1))))
                .toArray();
    }
}
