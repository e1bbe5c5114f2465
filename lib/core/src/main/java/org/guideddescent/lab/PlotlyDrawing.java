package org.guideddescent.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.guideddescent.lab.plotly.BandTrace;
import org.guideddescent.lab.plotly.ErrorBarTrace;
import org.guideddescent.lab.plotly.LogTicks;
import org.guideddescent.lab.plotly.Note;
import org.guideddescent.lab.plotly.ReferenceLine;
import tech.tablesaw.plotly.components.Axis.AutoRange;
import tech.tablesaw.plotly.components.Axis.AxisBuilder;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.event.EventHandler;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.HeatmapTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/** A figure as Tablesaw's Plotly components. */
final class PlotlyDrawing {
    private PlotlyDrawing() {}

    static tech.tablesaw.plotly.components.Figure of(Figure figure) {
        boolean matrix = !figure.series().isEmpty()
                && (figure.series().get(0) instanceof Series.HeatMap
                        || figure.series().get(0) instanceof Series.Tile);
        AxisBuilder y = axis(figure.y());
        if (matrix) y.autoRange(AutoRange.REVERSED);
        Layout layout = Layout.builder(figure.title())
                .xAxis(axis(figure.x()).build())
                .yAxis(y.build())
                .width(figure.width())
                .height(figure.height())
                .showLegend(!matrix && Drawing.hasLegend(figure))
                .build();
        Trace[] traces = figure.series().stream()
                .filter(s -> !(s instanceof Series.Reference || s instanceof Series.Remark))
                .map(s -> trace(figure, s))
                .toArray(Trace[]::new);
        if (matrix && figure.series().get(0) instanceof Series.Tile) {
            traces = new Trace[] {heatMap(figure.title(), Tiles.mosaic(figure))};
        }
        var drawn = new tech.tablesaw.plotly.components.Figure(layout, traces);
        drawn.setEventHandlers(additions(figure).toArray(EventHandler[]::new));
        return drawn;
    }

    /** What Tablesaw's layout lacks. */
    private static List<EventHandler> additions(Figure figure) {
        List<EventHandler> additions = new ArrayList<>();
        if (figure.x().isLog()) additions.add(LogTicks.x());
        if (figure.y().isLog()) additions.add(LogTicks.y());
        for (Series s : figure.series()) {
            if (s instanceof Series.Reference line)
                additions.add(new ReferenceLine(line.name(), line.vertical(), line.at()));
            if (s instanceof Series.Remark remark)
                additions.add(new Note(remark.name(), place(figure.x(), remark.x()), place(figure.y(), remark.y())));
        }
        return additions;
    }

    /** Plotly places ranges and notes by the logarithm on a log axis. */
    private static double place(Axis axis, double at) {
        return axis.isLog() ? Math.log10(at) : at;
    }

    private static AxisBuilder axis(Axis axis) {
        var builder = tech.tablesaw.plotly.components.Axis.builder();
        if (axis.isRanged())
            builder.range(
                    place(axis, axis.range().low()), place(axis, axis.range().high()));
        return builder.title(axis.title())
                .type(
                        axis.isLog()
                                ? tech.tablesaw.plotly.components.Axis.Type.LOG
                                : tech.tablesaw.plotly.components.Axis.Type.DEFAULT);
    }

    private static Trace trace(Figure figure, Series s) {
        if (s instanceof Series.Line line) return line(figure, line);
        if (s instanceof Series.Points points) return points(figure, points);
        if (s instanceof Series.Band band) return band(figure, band);
        if (s instanceof Series.ErrorBars bars)
            return ErrorBarTrace.of(bars.name(), bars.xs(), bars.ys(), bars.lower(), bars.upper())
                    .color(figure.color(bars));
        if (s instanceof Series.Foreign foreign) return foreign.trace();
        if (s instanceof Series.Bars bars) return bars(figure, bars);
        if (s instanceof Series.HeatMap map) return heatMap(map.name(), map.cells());
        return heatMap(s.name(), ((Series.Tile) s).cells());
    }

    private static Trace line(Figure figure, Series.Line line) {
        return ScatterTrace.builder(line.xs(), line.ys())
                .mode(ScatterTrace.Mode.LINE)
                .name(line.name())
                .legendGroup(line.name())
                .showLegend(figure.isListed(line))
                .opacity(line.thin() ? 0.4 : 1)
                .line(Line.builder()
                        .color(figure.color(line))
                        .width(line.thin() ? 1 : 2.5)
                        .dash(figure.isDashed(line) ? Line.Dash.DASH : Line.Dash.SOLID)
                        .build())
                .build();
    }

    private static Trace points(Figure figure, Series.Points points) {
        return ScatterTrace.builder(points.xs(), points.ys())
                .mode(ScatterTrace.Mode.MARKERS)
                .name(points.name())
                .legendGroup(points.name())
                .showLegend(figure.isListed(points))
                .marker(Marker.builder().color(figure.color(points)).build())
                .build();
    }

    private static BandTrace band(Figure figure, Series.Band band) {
        return outline(band).color(Palette.translucent(figure.color(band), 0.2)).unlisted();
    }

    /** The band as both drawings have it. */
    static BandTrace outline(Series.Band band) {
        return BandTrace.of(band.name(), band.xs(), band.lower(), band.upper());
    }

    private static Trace bars(Figure figure, Series.Bars bars) {
        return BarTrace.builder(bars.labels().toArray(), bars.heights())
                .name(bars.name())
                .showLegend(true)
                .marker(Marker.builder().color(figure.color(bars)).build())
                .build();
    }

    private static Trace heatMap(String name, double[][] cells) {
        Object[] xs = IntStream.range(0, cells[0].length).boxed().toArray();
        Object[] ys = IntStream.range(0, cells.length).boxed().toArray();
        var heatMap = HeatmapTrace.builder(xs, ys, cells);
        heatMap.name(name);
        return heatMap.build();
    }
}
