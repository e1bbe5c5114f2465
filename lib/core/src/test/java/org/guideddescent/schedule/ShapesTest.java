package org.guideddescent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every shape must do; a new one is one new line of the table. */
class ShapesTest {
    private static final long FAR = 1L << 40;

    /** A shape, its first value, its horizon (−1: none) and what it is from then on. */
    record Shape(Schedule schedule, double first, long horizon, double last) {}

    static Stream<Shape> shapes() {
        return Stream.of(
                new Shape(new Constant(0.3), 0.3, 0, 0.3),
                new Shape(new Linear(0.2, 0.7, 10), 0.2, 10, 0.7),
                new Shape(new Polynomial(0.9, 0.1, 2.5, 12), 0.9, 12, 0.1),
                new Shape(new Exponential(0.4, 0.5, 7.5), 0.4, -1, 0),
                new Shape(new Geometric(0.001, 0.1, 20), 0.001, 20, 0.1),
                new Shape(new InverseSqrt(0.5, 16), 0.5, -1, 0),
                new Shape(new Cosine(0.8, 0.1, 100), 0.8, 100, 0.1),
                new Shape(new Wsd(5, 10, 15, 0.6, 0.2, Cooldown.COSINE), 0.6 / 5, 30, 0.2),
                new Shape(new OneCycle(0.1, 1, 0.01, 8, 12, Cooldown.LINEAR), 0.1, 20, 0.01),
                new Shape(new Restarts(1, 0.2, 5, 2, 3), 1, 35, 0.2),
                new Shape(new PiecewiseConstant(List.of(new Knot(1, 3), new Knot(9, 2))), 3, 8, 2),
                new Shape(new PiecewiseLinear(List.of(new Knot(3, 1), new Knot(9, 2))), 1, 8, 2),
                new Shape(new Join(6, new Constant(2), new Linear(2, 0, 4)), 2, 10, 0),
                new Shape(new Product(new Linear(1, 0.5, 4), new Linear(2, 4, 9)), 2, 9, 2),
                new Shape(new From(11, new Linear(1, 0, 4)), 1, 14, 0),
                new Shape(new WarmUp(10, new Cosine(0.8, 0.1, 100)), 0.08, 110, 0.1),
                new Shape(new BatchSize(new Linear(1, 29, 14), 1), 1, 14, 29));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void beginsAtItsFirstValueAndEndsAtItsLastForGood(Shape shape) {
        var s = shape.schedule();
        assertEquals(shape.first(), s.at(1), 1e-15);
        assertEquals(shape.horizon(), s.horizon().orElse(-1));
        if (shape.horizon() >= 0) {
            assertEquals(shape.last(), s.at(shape.horizon() + 1));
            assertEquals(shape.last(), s.at(shape.horizon() + 2));
            assertEquals(shape.last(), s.at(FAR));
        }
        if (shape.horizon() > 0) {
            assertNotEquals(shape.last(), s.at(shape.horizon()), "the last step of a run is not lost");
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isAPureFunctionOfTheStep(Shape shape) {
        var s = shape.schedule();
        for (long t = 0; t < 130; t++) {
            assertTrue(Double.isFinite(s.at(t)), "t = " + t);
            assertEquals(s.at(t), s.at(t));
        }
        double third = s.at(3);
        s.at(FAR);
        assertEquals(third, s.at(3));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void travelsToAnotherJvmAsItIs(Shape shape) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(shape.schedule());
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            var arrived = (Schedule) in.readObject();
            assertEquals(shape.schedule(), arrived);
            assertEquals(shape.schedule().toString(), arrived.toString());
            assertEquals(shape.schedule().at(7), arrived.at(7));
        }
    }

    @Test
    void everyShapeOfThePackageIsInTheTable() throws IOException {
        var there = new TreeSet<String>();
        try (var files = Files.list(Path.of("src/main/java/org/guideddescent/schedule"))) {
            for (var f : files.toList()) {
                if (Files.readString(f).contains("implements Schedule {")) {
                    there.add(f.getFileName().toString().replace(".java", ""));
                }
            }
        }
        assertTrue(there.size() > 10, "found only " + there);
        assertEquals(
                there,
                shapes().map(s -> s.schedule().getClass().getSimpleName())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whoNeverStandsStillHasNoHorizon() {
        Schedule lambda = t -> 1.0 / t;
        assertTrue(lambda.horizon().isEmpty());
        assertTrue(lambda.warmUp(5).horizon().isEmpty());
        assertTrue(lambda.times(new Linear(1, 0, 5)).horizon().isEmpty());
        assertTrue(new Constant(1).until(5, lambda).horizon().isEmpty());
        assertEquals(5, lambda.until(5, new Constant(1)).horizon().orElseThrow());
    }

    @Test
    void refusesInSentences() {
        refuses("power must be a positive number, got 0.0", () -> new Polynomial(1, 0, 0, 5));
        refuses("factor must be a positive number, got -1.0", () -> new Exponential(1, -1, 5));
        refuses("to must be a positive number, got 0.0", () -> new Geometric(1, 0, 5));
        refuses("timescale must be a positive number, got NaN", () -> new InverseSqrt(1, Double.NaN));
        refuses("end must not exceed peak 1.0, got 2.0", () -> new OneCycle(0, 1, 2, 3, 3, Cooldown.COSINE));
        refuses("cycles must be at least 1, got 0", () -> new Restarts(1, 0, 5, 2, 0));
        refuses(
                "90 cycles from 5 steps, each 2 times the one before, are more steps than a run can have; take fewer cycles",
                () -> new Restarts(1, 0, 5, 2, 90));
        refuses("the step of a knot must be at least 1, got 0", () -> new Knot(0, 1));
        refuses("a schedule of pieces needs a knot or more, e.g. knot(1, 0.1)", Schedules::piecewiseConstant);
        refuses(
                "the steps of knots must rise, got 5 and then 5",
                () -> Schedules.piecewiseLinear(new Knot(5, 1), new Knot(5, 2)));
        refuses("steps before the join must be at least 0, got -1", () -> new Constant(1).until(-1, new Constant(2)));
        refuses("unit must be at least 1, got 0", () -> new BatchSize(new Constant(1), 0));
        refuses(
                "the warm-up is part of the 10 steps and must not exceed them, got 11",
                () -> Schedules.straightToZero(11, 10));
    }

    private static void refuses(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
