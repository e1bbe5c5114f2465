package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.traces.ScatterTrace;

class FigureTest {
    static final double[] STEPS = {1, 2, 3, 4};

    static Figure losses() {
        return Figure.of("Muon's loss")
                .xAxis("step")
                .yLogAxis("loss", "nats")
                .line("SGD", STEPS, new double[] {2.5, 1.25, 0.625, 0.3})
                .line("Muon", STEPS, new double[] {2.5, 0.5, 0.125, 0.01})
                .thinLine("Muon", STEPS, new double[] {2.5, 0.6, 0.1, 0.02})
                .band("Muon", STEPS, new double[] {2, 0.4, 0.1, 0.005}, new double[] {3, 0.7, 0.2, 0.03})
                .points("Adam", STEPS, new double[] {2.2, 1, 0.5, 0.2});
    }

    static int colors(BufferedImage image) {
        Set<Integer> colors = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) colors.add(image.getRGB(x, y));
        }
        return colors.size();
    }

    static BufferedImage decode(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    void plotlyGetsTheDataAndTheLogScale() {
        String js = losses().plotly().asJavascript("x");
        assertTrue(js.contains("0.625"), js);
        assertTrue(js.contains("type: 'log'"), js);
        assertTrue(js.contains("loss [nats]"), js);
        assertTrue(js.contains(Palette.color("Muon")), js);
    }

    @Test
    void pngHasTheSizeOfTheFigureAndIsNotBlank() throws IOException {
        BufferedImage image = decode(losses().size(640, 400).png());
        assertEquals(640, image.getWidth());
        assertEquals(400, image.getHeight());
        assertTrue(colors(image) > 20);
    }

    @Test
    void pngContainsTheColorOfEachOptimizer() {
        BufferedImage image = losses().image();
        Set<Integer> seen = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) seen.add(image.getRGB(x, y) & 0xFFFFFF);
        }
        for (String name : List.of("SGD", "Muon", "Adam")) {
            assertTrue(seen.contains(Integer.parseInt(Palette.color(name).substring(1), 16)), name);
        }
    }

    @Test
    void captionMakesTheImageTaller() {
        assertTrue(losses().caption("A caption. ".repeat(40)).image().getHeight() > 450);
    }

    @Test
    void barsHeatMapAndEmptyFigureAreDrawn() throws IOException {
        Figure bars = Figure.of("Seconds").yAxis("time", "s").bars("SGD", List.of("CPU", "GPU"), 3, 1);
        Figure heat = Figure.of("Weights").heatMap("W", new double[][] {{1, 2, 3}, {4, Double.NaN, 6}});
        assertTrue(colors(decode(bars.png())) > 5);
        assertTrue(colors(decode(heat.png())) > 5);
        assertTrue(colors(decode(Figure.of("Empty").png())) > 1);
        assertTrue(bars.plotly().asJavascript("x").contains("type: 'bar'"));
        assertTrue(heat.plotly().asJavascript("x").contains("autorange: 'reversed'"));
    }

    @Test
    void eachCallReturnsANewFigure() {
        Figure first = Figure.of("A");
        assertEquals(0, first.series().size());
        assertEquals(1, first.line("SGD", STEPS).series().size());
        assertEquals(0, first.series().size());
    }

    @Test
    void laterChangesOfAnArrayDoNotChangeTheFigure() {
        double[] ys = {1, 2, 3, 4};
        Figure figure = Figure.of("A").line("SGD", STEPS, ys);
        ys[0] = 100;
        assertEquals(1, ((Series.Line) figure.series().get(0)).ys()[0]);
    }

    @Test
    void divergedLossIsAGap() throws IOException {
        Figure figure = Figure.of("A").yLogAxis("loss").line("SGD", new double[] {1, 10, Double.POSITIVE_INFINITY, 5});
        assertTrue(colors(decode(figure.png())) > 5);
    }

    @Test
    void lineOfAnArmThatDivergedEverywhereIsLeftOutOfTheImage() throws IOException {
        Figure figure =
                Figure.of("A").line("none", new double[0], new double[0]).line("SGD", STEPS);
        assertTrue(figure.png().length > 0);
        assertTrue(figure.html().contains("none"), "the legend of the interactive one keeps it");
    }

    @Test
    void differentLengthsAreNamedWithTheirValues() {
        var e = assertThrows(
                IllegalArgumentException.class, () -> Figure.of("A").line("SGD", STEPS, new double[] {7}));
        assertEquals(
                "'SGD' needs xs and ys of the same length, got 4 xs [1.0, 2.0, 3.0, 4.0] and 1 ys [7.0]",
                e.getMessage());
    }

    @Test
    void zeroOnALogAxisIsRefusedInEitherOrderOfCalls() {
        double[] ys = {1, 0, 1, 1};
        var after = assertThrows(
                IllegalArgumentException.class,
                () -> Figure.of("A").yLogAxis("loss").line("SGD", STEPS, ys));
        var before = assertThrows(
                IllegalArgumentException.class,
                () -> Figure.of("A").line("SGD", STEPS, ys).yLogAxis("loss"));
        assertEquals(after.getMessage(), before.getMessage());
        assertTrue(after.getMessage().contains("'SGD' has 0.0 at index 1"), after.getMessage());
    }

    @Test
    void curvesAndBarsDoNotMix() {
        assertThrows(IllegalArgumentException.class, () -> losses().bars("x", List.of("a"), 1));
    }

    @Test
    void nameMakesWayForAWellKnownOneOfItsColor() {
        String same = findNameWithColor(Palette.color("Shampoo"));
        Figure figure = Figure.of("A").line(same, STEPS).line("Shampoo", STEPS);
        assertEquals(Palette.color("Shampoo"), figure.color(figure.series().get(1)));
        assertNotEquals(
                figure.color(figure.series().get(0)),
                figure.color(figure.series().get(1)));
        assertFalse(figure.isDashed(figure.series().get(0)));
    }

    @Test
    void moreNamesThanColorsDifferByDashes() {
        Figure figure = Figure.of("A");
        for (int i = 0; i < 30; i++) figure = figure.line("n" + i, STEPS);
        assertFalse(figure.isDashed(figure.series().get(0)));
        assertTrue(figure.isDashed(figure.series().get(29)));
    }

    private static String findNameWithColor(String color) {
        for (int i = 0; ; i++) if (Palette.color("n" + i).equals(color)) return "n" + i;
    }

    @Test
    void kernelGetsHtmlAndPng() {
        DisplayData data = new Renderer().render(losses());
        assertTrue(data.hasDataForType(MIMEType.TEXT_HTML));
        assertTrue(((String) data.getData(MIMEType.IMAGE_PNG)).startsWith("iVBOR"));
    }

    @Test
    void stillFigureIsAPngOnly() {
        DisplayData data = new Renderer().render(losses().still());
        assertFalse(data.hasDataForType(MIMEType.TEXT_HTML));
        assertTrue(data.hasDataForType(MIMEType.IMAGE_PNG));
    }

    @Test
    void bandHasAGapWhereAnEndIsNoNumber() {
        Figure figure = Figure.of("A")
                .band("SGD", STEPS, new double[] {0, 1, Double.NaN, 3}, new double[] {1, 2, 3, Double.POSITIVE_INFINITY
                });
        assertTrue(figure.plotly().asJavascript("x").contains("\"y\":[1.0,2.0,1.0,0.0]"));
        assertTrue(figure.png().length > 0);
    }

    @Test
    void boundsOfALogAxisCountItsDecades() {
        Figure figure = Figure.of("A").yLogAxis("loss").line("SGD", new double[] {0.1, 10, Double.NaN});
        assertEquals(2, Drawing.decades(Bounds.shown(figure.y(), figure.series(), false)), 1e-12);
        assertEquals(1, Drawing.decades(Bounds.shown(figure.yRange(1, 10).y(), figure.series(), false)), 1e-12);
    }

    @Test
    void errorBarsReachFromLowerToUpper() {
        Figure figure =
                Figure.of("A").errorBars("SGD", STEPS, STEPS, new double[] {0.5, 1, 2, 3}, new double[] {1.5, 3, 5, 7});
        String js = figure.plotly().asJavascript("x");
        assertTrue(js.contains("\"array\":[0.5,1.0,2.0,3.0],\"arrayminus\":[0.5,1.0,1.0,1.0]"), js);
        assertTrue(figure.png().length > 0);
        assertThrows(IllegalArgumentException.class, () -> Figure.of("A")
                .errorBars("SGD", STEPS, STEPS, STEPS, new double[4]));
    }

    @Test
    void referenceLinesAndRemarksHaveNoColorOfThePaletteAndNoEntry() {
        Figure figure =
                losses().horizontalLine("floor", 0.1).verticalLine("warm", 2).remark("here", 3, 0.125);
        assertEquals(
                losses().color(losses().series().get(0)),
                figure.color(figure.series().get(0)));
        String js = figure.plotly().asJavascript("x");
        assertTrue(js.contains("\"y0\":0.1") && js.contains("\"x0\":2.0"), js);
        // Plotly places a note on a log axis by the logarithm.
        assertTrue(js.contains("\"y\":" + Math.log10(0.125)), js);
        assertTrue(figure.png().length > 0);
    }

    @Test
    void rangeOfALogAxisIsGivenByItsLogarithms() {
        String js = losses().yRange(0.01, 10).plotly().asJavascript("x");
        assertTrue(js.contains("range: [\"-2.0\",\"1.0\"]"), js);
        assertThrows(IllegalArgumentException.class, () -> losses().yRange(0, 1));
    }

    @Test
    void traceOfTablesawIsDrawnByPlotlyAndTheCaptionSaysSo() {
        var trace = ScatterTrace.builder(STEPS, STEPS).name("mine").build();
        Figure figure = losses().caption("C.").with(trace);
        assertEquals("C. The image leaves out mine.", figure.said());
        assertSame(trace, figure.plotly().getTraces()[5]);
        assertTrue(figure.png().length > 0);
    }

    @Test
    void tableGivesALineForEachValueOfAColumn() {
        var table = Table.create(
                "runs",
                IntColumn.create("step", 1, 2, 1, 2),
                DoubleColumn.create("loss", 4, 3, 2, 1),
                StringColumn.create("rule", "SGD", "SGD", "Muon", "Muon"));
        Figure figure = Figure.of("A").line(table, "step", "loss", "rule");
        assertEquals(
                List.of("SGD", "Muon"),
                figure.series().stream().map(Series::name).toList());
        assertArrayEquals(new double[] {2, 1}, ((Series.Line) figure.series().get(1)).ys());
        assertEquals(
                4,
                ((Series.Line) Figure.of("A")
                                .line(table, "step", "loss")
                                .series()
                                .get(0))
                        .xs()
                        .length);
        var e = assertThrows(
                IllegalArgumentException.class, () -> Figure.of("A").line(table, "step", "los"));
        assertEquals("table 'runs' has no column 'los'; it has [step, loss, rule]", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Figure.of("A").line(table, "step", "rule"));
    }
}
