package org.guideddescent.curvature;

import static org.guideddescent.model.Loss.SOFTMAX_CROSS_ENTROPY;
import static org.guideddescent.space.Selector.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.guideddescent.objective.Batch;
import org.junit.jupiter.api.Test;

/** The noise scale against that of a population that is known. */
class NoiseScaleTest {
    private static final int ALL = 40;
    private static final int DRAWS = 600;

    private final Scene s = Scene.of(true, SOFTMAX_CROSS_ENTROPY, ALL, 4, 3, 3);
    private final double[][] gradients =
            IntStream.range(0, ALL).mapToObj(s.loops()::gradient).toArray(double[][]::new);
    private final SplittableRandom random = new SplittableRandom(8);

    private double[] mean(int[] examples) {
        double[] mean = new double[gradients[0].length];
        for (int n : examples) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += gradients[n][i] / examples.length;
            }
        }
        return mean;
    }

    private static double squares(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return sum;
    }

    /** |G|² and tr Σ of the population, from which batches are drawn with replacement. */
    private NoiseScale truth() {
        double g = squares(mean(IntStream.range(0, ALL).toArray()));
        double second = 0;
        for (var x : gradients) {
            second += squares(x) / ALL;
        }
        return new NoiseScale(g, second - g);
    }

    private int[] draw(int size) {
        return random.ints(size, 0, ALL).toArray();
    }

    private Batch batch(int[] examples) {
        var batch = s.here().batch();
        return new Batch(
                batch.inputs().getRows(examples).dup('c'),
                batch.targets().getRows(examples).dup('c'));
    }

    private static double standardError(List<Double> values) {
        double mean = values.stream().mapToDouble(x -> x).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (values.size() - 1) / values.size());
    }

    private void assertUnbiased(List<NoiseScale> estimates) {
        var mean = NoiseScale.mean(estimates);
        assertEquals(
                truth().gradientSquared(),
                mean.gradientSquared(),
                3
                        * standardError(estimates.stream()
                                .map(NoiseScale::gradientSquared)
                                .toList()));
        assertEquals(
                truth().trace(),
                mean.trace(),
                3 * standardError(estimates.stream().map(NoiseScale::trace).toList()));
        assertEquals(truth().examples(), mean.examples(), 0.2 * truth().examples());
    }

    @Test
    void estimatesFromExamplesAreUnbiased() {
        var estimates = new ArrayList<NoiseScale>();
        for (int k = 0; k < DRAWS; k++) {
            estimates.add(
                    Landscape.of(s.net(), s.here().theta(), batch(draw(4))).noiseScale());
        }
        assertUnbiased(estimates);
    }

    @Test
    void estimatesFromTwoBatchesAreUnbiased() {
        var estimates = new ArrayList<NoiseScale>();
        for (int k = 0; k < 20 * DRAWS; k++) {
            estimates.add(NoiseScale.ofBatches(2, squares(mean(draw(2))), 12, squares(mean(draw(12)))));
        }
        assertUnbiased(estimates);
    }

    @Test
    void theSquaredLengthOfABatchsGradientIsNotAnUnbiasedEstimate() {
        var lengths = new ArrayList<Double>();
        for (int k = 0; k < DRAWS; k++) {
            lengths.add(squares(mean(draw(4))));
        }
        double mean = lengths.stream().mapToDouble(x -> x).average().orElseThrow();
        assertTrue(mean - truth().gradientSquared() > 10 * standardError(lengths));
    }

    @Test
    void ofOneBatchItIsTheFormula() {
        int[] all = IntStream.range(0, ALL).toArray();
        var found = s.here().noiseScale();
        double trace = truth().trace() * ALL / (ALL - 1);
        assertEquals(trace, found.trace(), 1e-12);
        assertEquals(squares(mean(all)) - trace / ALL, found.gradientSquared(), 1e-12);
        double w = 0;
        for (int i = 0; i < 12; i++) {
            w += Math.pow(
                    mean(all)[i + (int) s.here().theta().layout().named("w1").offset()], 2);
        }
        var part = s.here().only(named("w1")).noiseScale();
        assertEquals(w, part.gradientSquared() + part.trace() / ALL, 1e-12, "of some parameters");
    }

    @Test
    void equalGradientsHaveNoNoiseAndAZeroMeanHasNothingElse() {
        int[] same = {3, 3, 3};
        var none = Landscape.of(s.net(), s.here().theta(), batch(same)).noiseScale();
        assertEquals(0, none.trace(), 1e-25);
        assertEquals(0, none.examples(), 1e-20);
        assertEquals(Double.POSITIVE_INFINITY, new NoiseScale(-1, 2).examples());
    }

    @Test
    void badInputIsRefused() {
        assertEquals(
                "the noise scale needs a batch of at least 2 examples, got 1",
                LandscapeTest.message(() -> Landscape.of(s.net(), s.here().theta(), batch(new int[] {0}))
                        .noiseScale()));
        assertEquals(
                "the noise scale needs batches of different sizes, the smaller first, got 8 and 8",
                LandscapeTest.message(() -> NoiseScale.ofBatches(8, 1, 8, 1)));
        assertEquals(
                "the mean of no estimates; give at least one", LandscapeTest.message(() -> NoiseScale.mean(List.of())));
    }
}
