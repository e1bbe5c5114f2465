package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongFunction;
import org.guideddescent.model.Quadratic;
import org.guideddescent.model.SpectralMatrix;
import org.guideddescent.objective.Batch;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Run;
import org.guideddescent.train.Seed;
import org.guideddescent.train.Trainer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now;

    private Progress bar(boolean redraw) {
        return new Progress("AdamW", 100, new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> now, redraw);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static long count(String text, char c) {
        return text.chars().filter(x -> x == c).count();
    }

    @Test
    void lineIsDrawnOverAtMostFourTimesASecond() {
        Progress bar = bar(true);
        for (int step = 1; step <= 100; step++) {
            now += 10_000_000L;
            bar.update(step, 1.0 / step);
        }
        bar.done();
        assertEquals(5, count(printed(), '\r'));
        assertEquals(1, count(printed(), '\n'));
        assertTrue(printed().contains("25/100  loss 0.04000  1 s left"), printed());
        assertTrue(printed().strip().endsWith("100/100  loss 0.01000  1.0 s"), printed());
    }

    @Test
    void logFileGetsPlainLines() {
        Progress bar = bar(false);
        now += 1_000_000_000L;
        bar.update(1, 0.5);
        assertEquals("", printed());
        now += 10_000_000_000L;
        bar.update(50, 0.5);
        bar.done();
        assertEquals(0, count(printed(), '\r'));
        assertEquals(2, count(printed(), '\n'));
    }

    @Test
    void aResumedRunCountsTheTimeOfItsOwnStepsOnly() {
        Progress bar = bar(true);
        now += 60_000_000_000L;
        bar.begin(80, 100);
        now += 1_000_000_000L;
        bar.at(90, 100, 0.5);
        assertTrue(printed().contains("90/100  loss 0.5000  1 s left"), printed());
    }

    @Test
    void aTrainerShowsItAndEndsItsLineHoweverTheRunEnds() {
        var run = train(1e9, t -> Optional.empty());
        assertTrue(run.diverged());
        assertTrue(printed().endsWith("\n"), printed());
        bytes.reset();
        train(0.01, t -> t == 3 ? Optional.of("enough") : Optional.empty());
        assertTrue(printed().strip().contains(" 3/100  loss "), printed());
        assertTrue(printed().endsWith("\n"), printed());
        bytes.reset();
        assertThrows(
                IllegalStateException.class,
                () -> train(0.01, t -> {
                    throw new IllegalStateException("a callback's own");
                }));
        assertTrue(printed().endsWith("\n"), printed());
    }

    private Run train(double rate, LongFunction<Optional<String>> callback) {
        var f = Quadratic.of(SpectralMatrix.diagonal(1, 2));
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        theta.flat().assign(1);
        return new Trainer(f, t -> Batch.NONE, new Seed(1))
                .calling(moment -> callback.apply(moment.step()))
                .stoppingAbove(100)
                .showing(bar(true))
                .train(new Optimizer(Optimizers.sgd(rate), theta), 100);
    }

    @Test
    void barWithoutStepsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Progress.of("x", 0));
    }

    @Test
    void barNeedsNoKernel() throws ReflectiveOperationException, IOException {
        URL classes = Progress.class.getProtectionDomain().getCodeSource().getLocation();
        try (var loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("org.guideddescent.kernel.Notebook"));
            Class<?> type = loader.loadClass(Progress.class.getName());
            Object bar = type.getMethod("of", String.class, long.class).invoke(null, "SGD", 1L);
            type.getMethod("update", long.class, double.class).invoke(bar, 1L, 0.5);
        }
    }
}
