package org.guideddescent.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.guideddescent.train.Run;
import org.guideddescent.train.Seed;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000000678Z");

    @Test
    void aLineReadsBackAsTheSameResult() {
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            var result = any(random);
            var line = result.line();
            assertEquals(result, Result.parse(line));
            assertEquals(result.digest(), Result.parse(line).digest());
            assertFalse(line.contains("\n") || line.contains("\r"), line);
        }
    }

    @Test
    void theColumnsAreThoseThatTheTrialAndItsMeasuresName() {
        var json = JsonParser.parseString(finished(trial("width", 64, "rate", 0.1, "muP", true), Map.of("loss", 0.3))
                        .line())
                .getAsJsonObject();
        assertEquals(64, json.get("width").getAsInt());
        assertEquals("0.1", json.get("rate").toString());
        assertTrue(json.get("muP").getAsBoolean());
        assertEquals(0.3, json.get("loss").getAsDouble());
        assertEquals("{\"muP\":true,\"rate\":0.1,\"width\":64}", json.get("key").getAsString());
        assertEquals("[\"width\",\"rate\",\"muP\"]", json.get("parameters").toString());
        assertEquals("[1,2]", json.get("curveSteps").toString());
        assertEquals("any", json.getAsJsonObject("environment").get("os").getAsString());
    }

    @Test
    void everyFlippedBitOfALineIsFound() {
        var bytes = finished(trial("width", 64), Map.of("loss", 0.3)).line().getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 7; bit++) {
                var damaged = bytes.clone();
                damaged[i] ^= (byte) (1 << bit);
                var line = new String(damaged, StandardCharsets.US_ASCII);
                assertThrows(IllegalArgumentException.class, () -> Result.parse(line), line);
            }
        }
        for (int n = 0; n < bytes.length; n++) {
            var torn = new String(bytes, 0, n, StandardCharsets.US_ASCII);
            assertThrows(IllegalArgumentException.class, () -> Result.parse(torn), torn);
        }
    }

    @Test
    void aMeasureThatIsNoNumberIsInfiniteAfterADivergenceAndNaNElse() {
        var measures = Map.of("loss", Double.NaN, "error", Double.NEGATIVE_INFINITY);
        var diverged = new Result(
                "s",
                trial("a", 1),
                Result.Status.DIVERGED,
                "loss is NaN",
                measures,
                Optional.of(
                        Sweeps.run(List.of(new Run.Point(1, Double.POSITIVE_INFINITY, 0)), Optional.of("loss is NaN"))),
                1,
                1,
                "here",
                NOW);
        for (var result : List.of(diverged, Result.parse(diverged.line()))) {
            assertEquals(
                    Map.of("loss", Double.POSITIVE_INFINITY, "error", Double.POSITIVE_INFINITY), result.measures());
            assertTrue(result.run().orElseThrow().diverged());
            assertEquals("[NaN]", Arrays.toString(result.run().orElseThrow().losses()));
        }
        var finished = finished(trial("a", 1), measures);
        assertEquals(
                Map.of("loss", Double.NaN, "error", Double.NaN),
                Result.parse(finished.line()).measures());
        assertEquals(
                "null",
                JsonParser.parseString(finished.line())
                        .getAsJsonObject()
                        .get("loss")
                        .toString());
    }

    @Test
    void aLongCurveKeepsAThousandPointsWithTheFirstAndTheLast() {
        var curve = new ArrayList<Run.Point>();
        for (int t = 1; t <= 12345; t++) {
            curve.add(new Run.Point(t, 1.0 / t, t));
        }
        var kept = finished(trial("a", 1), Map.of(), curve).run().orElseThrow();
        assertEquals(1000, kept.curve().size());
        assertEquals(1, kept.curve().get(0).step());
        assertEquals(12345, kept.curve().get(999).step());
        for (int i = 1; i < 1000; i++) {
            long gap = kept.curve().get(i).step() - kept.curve().get(i - 1).step();
            assertTrue(gap == 12 || gap == 13, "gap " + gap);
        }
        assertEquals(12345, kept.steps());
        var short1000 = finished(trial("a", 1), Map.of(), curve.subList(0, 1000));
        assertEquals(curve.subList(0, 1000), short1000.run().orElseThrow().curve());
    }

    @Test
    void theDigestIsOfNumbersAndNotOfClockAndPlace() {
        var result = finished(trial("a", 1), Map.of("loss", 0.3));
        var elsewhere = new Result(
                result.sweep(),
                result.trial(),
                result.status(),
                "",
                result.measures(),
                Optional.of(Sweeps.run(List.of(new Run.Point(1, 0.5, 7), new Run.Point(2, 0.25, 9)), Optional.empty())),
                1,
                99,
                "there",
                Instant.EPOCH);
        assertEquals(result.digest(), elsewhere.digest());
        assertNotEquals(
                result.digest(),
                finished(trial("a", 1), Map.of("loss", Math.nextUp(0.3))).digest());
        assertNotEquals(
                result.digest(), finished(trial("a", 2), Map.of("loss", 0.3)).digest());
        assertNotEquals(
                result.digest(),
                finished(
                                trial("a", 1),
                                Map.of("loss", 0.3),
                                List.of(new Run.Point(1, 0.5, 1), new Run.Point(2, Math.nextUp(0.25), 2)))
                        .digest());
    }

    @Test
    void namesOfColumnsAreRefusedWithTheName() {
        for (var name : List.of("status", "curveSteps", "Seconds", "digest")) {
            var refused =
                    assertThrows(IllegalArgumentException.class, () -> finished(trial("a", 1), Map.of(name, 1.0)));
            assertTrue(refused.getMessage().contains(name), refused.getMessage());
        }
        var clash =
                assertThrows(IllegalArgumentException.class, () -> finished(trial("width", 1), Map.of("Width", 1.0)));
        assertTrue(clash.getMessage().contains("'Width' is there twice"), clash.getMessage());
    }

    @Test
    void aMeasureOfAFailureIsInfiniteAndAMissingOneIsRefused() {
        var failed = new Work("s", t -> null, 1).failed(trial("a", 1), "why", 0);
        assertEquals(Double.POSITIVE_INFINITY, failed.measure("loss"));
        var result = finished(trial("a", 1), Map.of("loss", 0.3));
        assertEquals(0.3, result.measure("loss"));
        var refused = assertThrows(IllegalArgumentException.class, () -> result.measure("accuracy"));
        assertTrue(refused.getMessage().contains("[loss]"), refused.getMessage());
    }

    static Trial trial(Object... namesAndValues) {
        var values = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Trial(values);
    }

    static Result finished(Trial trial, Map<String, Double> measures) {
        return finished(trial, measures, List.of(new Run.Point(1, 0.5, 0.1), new Run.Point(2, 0.25, 0.2)));
    }

    static Result finished(Trial trial, Map<String, Double> measures, List<Run.Point> curve) {
        return finished(trial, measures, Sweeps.run(curve, Optional.empty()));
    }

    static Result finished(Trial trial, Map<String, Double> measures, Run run) {
        return new Result("s", trial, Result.Status.FINISHED, "", measures, Optional.of(run), 1, 1.5, "here", NOW);
    }

    /** Anything that a result can hold, with the worst of numbers and texts. */
    private static Result any(Random random) {
        var status = List.of(Result.Status.values()).get(random.nextInt(3));
        var message = status == Result.Status.FINISHED ? "" : text(random);
        var measures = new LinkedHashMap<String, Double>();
        var curve = new ArrayList<Run.Point>();
        if (status != Result.Status.FAILED) {
            for (int i = random.nextInt(4); i > 0; i--) {
                measures.put("m" + i, number(random));
            }
            for (int i = random.nextInt(5); i > 0; i--) {
                curve.add(new Run.Point(random.nextLong(), number(random), Math.abs(random.nextDouble())));
            }
        }
        var evaluations = new ArrayList<Run.Evaluation>();
        var readings = new ArrayList<Run.Reading>();
        for (int i = random.nextInt(4); i > 0; i--) {
            evaluations.add(new Run.Evaluation(random.nextLong(), text(random), number(random), random.nextDouble()));
            readings.add(new Run.Reading(random.nextLong(), text(random), number(random)));
        }
        var kind = List.of(Run.Kind.values()).get(random.nextInt(3));
        var run = new Run(
                text(random),
                text(random),
                new Seed(random.nextLong()),
                random.nextLong(),
                Map.of("os", text(random), "java", text(random)),
                curve,
                evaluations,
                readings,
                new Run.End(kind, text(random), random.nextLong(), random.nextLong()));
        return new Result(
                text(random),
                trial(
                        "x",
                        random.nextLong(),
                        "y",
                        random.nextGaussian() * 1e-300,
                        "z",
                        text(random),
                        "b",
                        random.nextBoolean(),
                        "whole",
                        (double) random.nextInt(10)),
                status,
                message,
                measures,
                status == Result.Status.FAILED ? Optional.empty() : Optional.of(run),
                1 + random.nextInt(4),
                random.nextDouble(),
                text(random),
                NOW.plusNanos(random.nextLong()));
    }

    private static double number(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> -0.0;
            case 3 -> Double.MIN_VALUE;
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    private static String text(Random random) {
        var pieces = List.of("a", "\"", "\\", "\n", "\u2028", "η", "\u0000", "😀", "}", ",", "'", "</script>", "1e5");
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }
}
