package org.guideddescent.lab;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** From where to where the numbers on an axis go. */
final class Bounds {
    private Bounds() {}

    /** The range of the axis if it has one, else that of all finite numbers on it; 1 to 2 if there are none. */
    static Range shown(Axis axis, List<Series> series, boolean horizontal) {
        if (axis.isRanged()) return axis.range();
        var numbers = series.stream()
                .flatMapToDouble(s -> horizontal ? xs(s) : ys(s))
                .filter(Double::isFinite)
                .summaryStatistics();
        if (numbers.getCount() == 0) return new Range(1, 2);
        return numbers.getMin() < numbers.getMax()
                ? new Range(numbers.getMin(), numbers.getMax())
                : around(axis, numbers.getMin());
    }

    /** The same with a margin of 4 % at each end, as lengths on the axis. */
    static Axis withMargin(Axis axis, Range range) {
        if (axis.isLog()) {
            double margin = Math.pow(range.high() / range.low(), 0.04);
            return axis.from(range.low() / margin, range.high() * margin);
        }
        double margin = 0.04 * (range.high() - range.low());
        return axis.from(range.low() - margin, range.high() + margin);
    }

    private static Range around(Axis axis, double value) {
        if (axis.isLog()) return new Range(value / 2, value * 2);
        double half = value == 0 ? 1 : Math.abs(value) / 2;
        return new Range(value - half, value + half);
    }

    private static DoubleStream xs(Series s) {
        if (s instanceof Series.Line line) return Arrays.stream(line.xs());
        if (s instanceof Series.Points points) return Arrays.stream(points.xs());
        if (s instanceof Series.Band band) return Arrays.stream(band.xs());
        if (s instanceof Series.ErrorBars bars) return Arrays.stream(bars.xs());
        if (s instanceof Series.Remark remark) return DoubleStream.of(remark.x());
        return s instanceof Series.Reference line && line.vertical()
                ? DoubleStream.of(line.at())
                : DoubleStream.empty();
    }

    private static DoubleStream ys(Series s) {
        if (s instanceof Series.Line line) return Arrays.stream(line.ys());
        if (s instanceof Series.Points points) return Arrays.stream(points.ys());
        if (s instanceof Series.Band band)
            return DoubleStream.concat(Arrays.stream(band.lower()), Arrays.stream(band.upper()));
        if (s instanceof Series.ErrorBars bars)
            return DoubleStream.concat(Arrays.stream(bars.lower()), Arrays.stream(bars.upper()));
        if (s instanceof Series.Bars bars) return Arrays.stream(bars.heights());
        if (s instanceof Series.Remark remark) return DoubleStream.of(remark.y());
        return s instanceof Series.Reference line && !line.vertical()
                ? DoubleStream.of(line.at())
                : DoubleStream.empty();
    }
}
