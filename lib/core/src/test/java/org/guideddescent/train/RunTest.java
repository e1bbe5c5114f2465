package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Run.End STOPPED = new Run.End(Run.Kind.STOPPED, "enough", 100, 100);

    private static Run run(double factor, double seconds, String machine) {
        return new Run(
                "rule",
                "objective",
                new Seed(3),
                100,
                Map.of("java", machine),
                IntStream.rangeClosed(1, 100)
                        .mapToObj(t -> new Run.Point(t, factor / t, seconds * t))
                        .toList(),
                List.of(
                        new Run.Evaluation(50, "accuracy", 0.5, seconds),
                        new Run.Evaluation(100, "accuracy", Double.NaN, 2)),
                IntStream.rangeClosed(1, 100)
                        .mapToObj(t -> new Run.Reading(t, t % 2 == 0 ? "even" : "odd", t))
                        .toList(),
                STOPPED);
    }

    @Test
    void aRunTravelsToAnotherJvmAsItIs() throws IOException, ClassNotFoundException {
        var run = run(1, 0.1, "17");
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(run);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(run, in.readObject());
        }
    }

    @Test
    void sameNumbersOverlooksSecondsAndTheMachineAndNothingElse() {
        var run = run(1, 0.1, "17");
        assertTrue(run.sameNumbers(run(1, 0.2, "25")));
        assertFalse(run.sameNumbers(run(Math.nextUp(1.0), 0.1, "17")));
        assertFalse(run.sameNumbers(run.thinned(50)));
        var other = new Run(
                run.rule(),
                run.objective(),
                run.seed(),
                run.steps(),
                run.environment(),
                run.curve(),
                run.evaluations().subList(0, 1),
                run.readings(),
                run.end());
        assertFalse(run.sameNumbers(other));
    }

    @Test
    void aThinnedRunKeepsTheFirstTheLastAndEvenlySpacedPoints() {
        var thin = run(1, 0.1, "17").thinned(12);
        assertArrayEquals(new double[] {1, 10, 19, 28, 37, 46, 55, 64, 73, 82, 91, 100}, thin.stepsAxis());
        assertEquals(2, thin.evaluations().size());
        assertEquals(12, thin.readings("odd").size());
        assertEquals(12, thin.readings("even").size());
        assertEquals(1, thin.readings("odd").get(0).step());
        assertEquals(99, thin.readings("odd").get(11).step());
        assertEquals(STOPPED, thin.end());
        assertEquals(run(1, 0.1, "17"), run(1, 0.1, "17").thinned(100));
        assertThrows(IllegalArgumentException.class, () -> thin.thinned(1));
    }

    @Test
    void aRunThatACallbackStoppedHasNotDiverged() {
        var run = run(1, 0.1, "17");
        assertFalse(run.diverged());
        assertEquals("enough", run.stopped().orElseThrow());
        assertEquals(0.01, run.finalLoss(1));
        assertEquals(List.of(run.evaluations().get(0), run.evaluations().get(1)), run.evaluations("accuracy"));
        assertEquals(0, run.evaluations("loss").size());
    }

    @Test
    void curveEvaluationsAndReadingsAreTables() {
        var run = run(1, 0.1, "17");
        var curve = run.table();
        assertEquals(List.of("step", "loss", "seconds"), curve.columnNames());
        assertEquals(100, curve.rowCount());
        assertEquals(100, curve.longColumn("step").getLong(99));
        assertArrayEquals(run.losses(), curve.doubleColumn("loss").asDoubleArray());
        assertArrayEquals(run.secondsAxis(), curve.doubleColumn("seconds").asDoubleArray());
        var evaluations = run.evaluationTable();
        assertEquals(List.of("step", "name", "value", "seconds"), evaluations.columnNames());
        assertEquals(run.evaluations().size(), evaluations.rowCount());
        assertEquals(
                run.evaluations().get(1).value(),
                evaluations.doubleColumn("value").getDouble(1));
        var readings = run.readingTable();
        assertEquals(List.of("step", "name", "value"), readings.columnNames());
        assertEquals(run.readings().size(), readings.rowCount());
        assertEquals("odd", readings.stringColumn("name").get(0));
    }
}
