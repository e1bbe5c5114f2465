package org.guideddescent.lab;

import static org.guideddescent.schedule.Schedules.constant;
import static org.guideddescent.schedule.Schedules.cosine;
import static org.guideddescent.schedule.Schedules.linear;
import static org.guideddescent.schedule.Schedules.wsd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.LinkedHashMap;
import java.util.List;
import org.guideddescent.schedule.ConvexBound;
import org.guideddescent.schedule.InverseSqrt;
import org.guideddescent.schedule.Schedule;
import org.junit.jupiter.api.Test;

class ScheduleFiguresTest {
    private static Series.Line line(Figure figure, int i) {
        return (Series.Line) figure.series().get(i);
    }

    @Test
    void aScheduleIsDrawnOverItsOwnStepsAndALittleMore() {
        var s = wsd(100, 800, 300);
        var drawn = ScheduleFigures.of(s);
        var line = line(drawn, 0);
        assertEquals("Wsd", line.name());
        assertEquals(s.toString(), drawn.caption());
        assertEquals(1261, line.xs().length);
        for (int i = 0; i < line.xs().length; i++) {
            assertEquals(i + 1, line.xs()[i]);
            assertEquals(s.at(i + 1), line.ys()[i]);
        }
    }

    @Test
    void aScheduleWithoutAnEndIsDrawnOverAThousandSteps() {
        for (Schedule s : List.of(new InverseSqrt(1, 30), constant(0.1))) {
            assertEquals(1000, line(ScheduleFigures.of(s), 0).xs().length);
        }
        Schedule lambda = t -> 1.0 / t;
        assertEquals("schedule", line(ScheduleFigures.of(lambda), 0).name());
        assertEquals("", ScheduleFigures.of(lambda).caption());
    }

    @Test
    void longRunsAreDrawnAtWholeStepsWithBothEnds() {
        var line = line(ScheduleFigures.of(linear(1, 0, 1_000_000)), 0);
        assertEquals(2000, line.xs().length);
        assertEquals(1, line.xs()[0]);
        assertEquals(1_050_001, line.xs()[1999]);
        for (double t : line.xs()) {
            assertEquals(Math.rint(t), t);
        }
    }

    @Test
    void severalSchedulesShareTheirSteps() {
        var all = new LinkedHashMap<String, Schedule>();
        all.put("WSD", wsd(10, 70, 20));
        all.put("cosine", cosine(100));
        var figure = ScheduleFigures.of(100, all);
        assertEquals("WSD", line(figure, 0).name());
        assertEquals(cosine(100).at(37), line(figure, 1).ys()[36]);
        assertThrows(IllegalArgumentException.class, () -> ScheduleFigures.of(0, all));
    }

    @Test
    void boundsAreDrawnAtTheBestRateOfEach() {
        var bound = new ConvexBound(1, 1);
        var all = new LinkedHashMap<String, Schedule>();
        all.put("constant", constant(1));
        all.put("linear", linear(1, 0, 50));
        var figure = ScheduleFigures.bound(bound, 50, all);
        assertEquals(bound.terms(constant(1), 50).best(), last(line(figure, 0).ys()), 1e-14);
        assertEquals(
                bound.terms(linear(1, 0, 50), 50).best(), last(line(figure, 1).ys()), 1e-14);
        assertEquals(50, last(line(figure, 0).xs()));
    }

    private static double last(double... values) {
        return values[values.length - 1];
    }

    @Test
    void aCellThatEndsInAScheduleShowsItsCurve() {
        var renderer = new Renderer();
        new LabRenderers().register(renderer);
        var data = renderer.render(wsd(100, 800, 300));
        String html = (String) data.getData(MIMEType.TEXT_HTML);
        assertTrue(html.contains("Wsd") && html.contains("img"), html.substring(0, 200));
        var png = (String) renderer.renderAs(cosine(100), "image/png").getData(MIMEType.IMAGE_PNG);
        assertTrue(png.startsWith("iVBOR"));
        assertEquals(
                cosine(100).toString(),
                renderer.renderAs(cosine(100), "text/plain").getData(MIMEType.TEXT_PLAIN));
        Schedule lambda = t -> 1.0 / t;
        assertTrue(((String) renderer.render(lambda).getData(MIMEType.TEXT_HTML)).contains("img"));
    }
}
