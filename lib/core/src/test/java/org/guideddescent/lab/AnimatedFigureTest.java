package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.stream.IntStream;
import org.guideddescent.lab.plotly.BandTrace;
import org.guideddescent.lab.plotly.LogTicks;
import org.guideddescent.lab.plotly.ReferenceLine;
import org.guideddescent.lab.plotly.Slider;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.api.LinePlot;
import tech.tablesaw.plotly.traces.ScatterTrace;

class AnimatedFigureTest {
    private static final double[] XS = {1, 2, 3};

    static AnimatedFigure growing(int frames) {
        return AnimatedFigure.of(
                "step", IntStream.rangeClosed(1, frames).boxed().toList(), t -> Figure.of("Growth")
                        .line("SGD", XS, new double[] {t, 2.0 * t, 3.0 * t}));
    }

    @Test
    void framesShareTheAxesThatHoldAllOfThem() {
        var figures = growing(5).figures();
        assertEquals(figures.get(0).y(), figures.get(4).y());
        assertTrue(
                figures.get(0).y().range().test(1) && figures.get(0).y().range().test(15));
    }

    @Test
    void imageShowsFourFramesAndTheCaptionNamesThem() {
        var animated = growing(10);
        assertEquals("As an image: step 1, 4, 7, 10 of 10.", animated.caption());
        assertEquals("As an image: step 1, 2.", growing(2).caption());
        assertEquals(720, animated.frames().getWidth());
        assertEquals(30 + 2 * 280, animated.frames().getHeight());
    }

    @Test
    void plotlyGetsAFrameAndAStepOfTheSliderForEachValue() {
        String js = growing(3).plotly().asJavascript("x");
        for (String name : List.of("1", "2", "3")) {
            assertTrue(js.contains("frames.push({name: \"" + name + "\", data: [trace0], traces: [0]})"), js);
            assertTrue(js.contains("\"label\":\"" + name + "\",\"method\":\"animate\""), js);
        }
        assertTrue(js.indexOf("Plotly.newPlot") < js.indexOf("Plotly.addFrames"), js);
    }

    @Test
    void sameAnimationIsTheSameHtml() {
        assertEquals(growing(3).html(), growing(3).html());
        assertTrue(growing(3).html().contains("<img class=\"gd-still\" alt=\"Growth\""));
    }

    @Test
    void framesWithDifferentNumbersOfSeriesAreRefused() {
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> AnimatedFigure.of("step", List.of(1, 2), t -> {
                    Figure figure = Figure.of("A").line("a", XS);
                    return t == 1 ? figure : figure.line("b", XS);
                }));
        assertTrue(e.getMessage().contains("the first has 1 and another 2"), e.getMessage());
    }

    @Test
    void figureMadeWithTablesawTakesOurBandLineTicksAndSlider() {
        var table = Table.create("t", DoubleColumn.create("x", XS), DoubleColumn.create("y", XS));
        var figure = LinePlot.create("By a user", table, "x", "y");
        figure.setTraces(
                figure.getTraces()[0],
                BandTrace.of("range", XS, new double[] {0, Double.NaN, 2}, new double[] {2, 3, 4}));
        figure.setEventHandlers(
                ReferenceLine.horizontal("floor", 0.5),
                LogTicks.x(),
                new Slider(
                        "half",
                        List.of(
                                Slider.Frame.of(
                                        "a", ScatterTrace.builder(XS, XS).build()),
                                Slider.Frame.of(
                                        "b",
                                        ScatterTrace.builder(XS, new double[] {3, 2, 1})
                                                .build()))));
        String html = FigureHtml.of(figure);
        assertTrue(html.contains("\"y\":[2.0,0.0,null,4.0,2.0]"), html);
        assertTrue(html.contains("\"customdata\":[[0.0,2.0],[0.0,2.0],[2.0,4.0],[2.0,4.0],[2.0,4.0]]"), html);
        assertTrue(html.contains("\"y0\":0.5"), html);
        assertTrue(html.contains("\"xaxis.exponentformat\":\"power\""), html);
        assertTrue(html.contains("y: [\"3.0\",\"2.0\",\"1.0\"]"), html);
        assertTrue(figure.asJavascript("x").contains("Plotly.addFrames(target_x, frames)"));
    }

    @Test
    void sliderNamesWhatItRefuses() {
        var one = Slider.Frame.of("a", ScatterTrace.builder(XS, XS).build());
        var none = Slider.Frame.of("b");
        var lengths = assertThrows(IllegalArgumentException.class, () -> new Slider("t", List.of(one, none)));
        assertTrue(lengths.getMessage().contains("'a' has 1 and 'b' has 0"), lengths.getMessage());
        var names = assertThrows(IllegalArgumentException.class, () -> new Slider("t", List.of(one, one)));
        assertTrue(names.getMessage().contains("[a, a]"), names.getMessage());
    }
}
