package org.guideddescent.lab;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A figure as an image, drawn with no display. */
final class Drawing {
    static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    private Drawing() {}

    static BufferedImage of(Figure figure) {
        if (figure.series().isEmpty()) return BitmapEncoder.getBufferedImage(curves(figure));
        return switch (Figure.Kind.of(figure.series().get(0))) {
            case CURVES -> BitmapEncoder.getBufferedImage(curves(figure));
            case BARS -> BitmapEncoder.getBufferedImage(bars(figure));
            case HEAT_MAP ->
                HeatMapDrawing.of(figure, (Series.HeatMap) figure.series().get(0));
            case TILES -> Tiles.of(figure);
        };
    }

    /** Whether more than one name is to be told apart. */
    static boolean hasLegend(Figure figure) {
        return figure.series().stream()
                        .filter(Figure::isColored)
                        .map(Series::name)
                        .distinct()
                        .count()
                > 1;
    }

    private static XYChart curves(Figure figure) {
        var chart = new XYChart(figure.width(), figure.height(), Styler.ChartTheme.Matlab);
        style(figure, chart, chart.getStyler());
        AxesChartStyler styler = chart.getStyler();
        styler.setXAxisLogarithmic(figure.x().isLog());
        if (figure.x().isLog()) {
            Range shown = Bounds.shown(figure.x(), figure.series(), true);
            // The labels stand side by side here: each digit has room only where few are seen.
            styler.setXAxisLogarithmicDecadeOnly(decades(shown) > 0.7);
        }
        if (figure.x().isRanged()) {
            styler.setXAxisMin(figure.x().range().low());
            styler.setXAxisMax(figure.x().range().high());
        }
        int index = 0;
        for (Series s : figure.series()) {
            // Such as the tuning curve of a rule that diverged at every rate; XChart refuses it.
            if (isEmpty(s) || !Figure.isColored(s)) continue;
            // XChart wants unique names; the label is what the legend shows.
            XYSeries drawn = add(chart, figure, s, "series" + index++);
            drawn.setLabel(s.name());
        }
        if (!figure.x().isLog()) roundTicks(chart);
        remarks(figure, chart);
        return chart;
    }

    private static boolean isEmpty(Series s) {
        if (s instanceof Series.Line line) return line.xs().length == 0;
        if (s instanceof Series.Points points) return points.xs().length == 0;
        if (s instanceof Series.ErrorBars bars) return bars.xs().length == 0;
        return s instanceof Series.Band band && PlotlyDrawing.outline(band).outline()[0].length == 0;
    }

    /**
     * Adds two points that are not drawn. Where all x are evenly spaced, XChart labels some of them, such as 1, 33, 65;
     * else it chooses round numbers.
     */
    private static void roundTicks(XYChart chart) {
        var drawn = chart.getSeriesMap().values();
        double min = drawn.stream().mapToDouble(XYSeries::getXMin).min().orElse(0);
        double max = drawn.stream().mapToDouble(XYSeries::getXMax).max().orElse(0);
        if (min < max) {
            double[] nothing = {Double.NaN, Double.NaN};
            chart.addSeries("ticks", new double[] {min, min + 0.1234567 * (max - min)}, nothing)
                    .setMarker(SeriesMarkers.NONE)
                    .setShowInLegend(false);
        }
    }

    private static XYSeries add(XYChart chart, Figure figure, Series s, String id) {
        Color color = Color.decode(figure.color(s));
        if (s instanceof Series.Band band) {
            double[][] outline = PlotlyDrawing.outline(band).outline();
            XYSeries area = chart.addSeries(id, outline[0], outline[1]);
            area.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
            area.setLineColor(translucent(color, 0));
            area.setFillColor(translucent(color, 50));
            area.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
            return area;
        }
        if (s instanceof Series.ErrorBars bars) {
            double[][] segments = segments(bars);
            XYSeries lines = chart.addSeries(id + "bars", segments[0], segments[1]);
            lines.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
            lines.setLineColor(color);
            lines.setLineStyle(stroke(1.5f, false));
            XYSeries dots = chart.addSeries(id, bars.xs(), bars.ys());
            dots.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            dots.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
            return dots;
        }
        if (s instanceof Series.Points points) {
            XYSeries dots = chart.addSeries(id, points.xs(), points.ys());
            dots.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            dots.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setShowInLegend(figure.isListed(points));
            return dots;
        }
        var line = (Series.Line) s;
        XYSeries curve = chart.addSeries(id, line.xs(), line.ys());
        curve.setMarker(SeriesMarkers.NONE).setShowInLegend(figure.isListed(line));
        curve.setLineColor(translucent(color, line.thin() ? 100 : 255));
        curve.setLineStyle(stroke(line.thin() ? 1f : 2.5f, figure.isDashed(line)));
        return curve;
    }

    /** A line from the lower to the upper end of each bar, with a gap behind it. */
    private static double[][] segments(Series.ErrorBars bars) {
        int n = bars.xs().length;
        double[][] segments = new double[2][3 * n];
        for (int i = 0; i < n; i++) {
            for (int corner = 0; corner < 3; corner++) segments[0][3 * i + corner] = bars.xs()[i];
            segments[1][3 * i] = bars.lower()[i];
            segments[1][3 * i + 1] = bars.upper()[i];
            segments[1][3 * i + 2] = Double.NaN;
        }
        return segments;
    }

    /** Draws reference lines across what is shown, and texts. */
    private static void remarks(Figure figure, XYChart chart) {
        Range xs = Bounds.shown(figure.x(), figure.series(), true);
        Range ys = Bounds.shown(figure.y(), figure.series(), false);
        int index = 0;
        for (Series s : figure.series()) {
            if (s instanceof Series.Reference line) {
                double[] along = {line.at(), line.at()};
                double[] across = {line.vertical() ? ys.low() : xs.low(), line.vertical() ? ys.high() : xs.high()};
                XYSeries drawn = chart.addSeries(
                        "reference" + index++, line.vertical() ? along : across, line.vertical() ? across : along);
                drawn.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
                drawn.setLineColor(new Color(0x66, 0x66, 0x66));
                drawn.setLineStyle(stroke(1.5f, true));
                text(
                        chart,
                        line.name(),
                        line.vertical() ? line.at() : across[1],
                        line.vertical() ? across[1] : line.at());
            }
            if (s instanceof Series.Remark remark) text(chart, remark.name(), remark.x(), remark.y());
        }
    }

    private static void text(XYChart chart, String text, double x, double y) {
        chart.getStyler().setAnnotationTextFont(FONT);
        chart.addAnnotation(new AnnotationText(text, x, y, false));
    }

    private static CategoryChart bars(Figure figure) {
        var chart = new CategoryChart(figure.width(), figure.height(), Styler.ChartTheme.Matlab);
        style(figure, chart, chart.getStyler());
        int index = 0;
        for (Series s : figure.series()) {
            var bars = (Series.Bars) s;
            List<Double> heights = new ArrayList<>();
            for (double height : bars.heights()) heights.add(height);
            var drawn = chart.addSeries("series" + index++, bars.labels(), heights);
            drawn.setLabel(bars.name());
            drawn.setFillColor(Color.decode(figure.color(bars)));
        }
        return chart;
    }

    private static void style(Figure figure, Chart<?, ?> chart, AxesChartStyler styler) {
        chart.setTitle(figure.title());
        chart.setXAxisTitle(figure.x().title());
        chart.setYAxisTitle(figure.y().title());
        styler.setYAxisLogarithmic(figure.y().isLog());
        if (figure.y().isLog()) {
            Range shown = Bounds.shown(figure.y(), figure.series(), false);
            styler.setYAxisLogarithmicDecadeOnly(decades(shown) > 1.2);
        }
        if (figure.y().isRanged()) {
            styler.setYAxisMin(figure.y().range().low());
            styler.setYAxisMax(figure.y().range().high());
        }
        styler.setAxisTickLabelsFont(FONT).setAxisTitleFont(FONT);
        styler.setPlotGridLinesColor(new Color(225, 225, 225));
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setChartTitleFont(FONT.deriveFont(Font.BOLD, 15f));
        styler.setLegendFont(FONT).setLegendVisible(hasLegend(figure));
        styler.setLegendPosition(Styler.LegendPosition.OutsideE).setLegendBorderColor(Color.WHITE);
        styler.setChartBackgroundColor(Color.WHITE);
    }

    static double decades(Range shown) {
        return Math.log10(shown.high() / shown.low());
    }

    /** image with caption below it, broken into lines. image: not modified. */
    static BufferedImage withCaption(BufferedImage image, String caption) {
        if (caption.isEmpty()) return image;
        FontMetrics metrics = image.createGraphics().getFontMetrics(FONT);
        List<String> lines = wrap(caption, metrics, image.getWidth() - 40);
        int height = image.getHeight() + lines.size() * metrics.getHeight() + 10;
        var whole = new BufferedImage(image.getWidth(), height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = pen(whole);
        g.drawImage(image, 0, 0, null);
        int y = image.getHeight() + metrics.getAscent();
        for (String line : lines) {
            g.drawString(line, 20, y);
            y += metrics.getHeight();
        }
        g.dispose();
        return whole;
    }

    /** A pen for an image, which is painted white. image: modified. */
    static Graphics2D pen(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.DARK_GRAY);
        g.setFont(FONT);
        return g;
    }

    private static List<String> wrap(String text, FontMetrics metrics, int width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && metrics.stringWidth(longer) > width) {
                lines.add(line);
                longer = word;
            }
            line = longer;
        }
        lines.add(line);
        return lines;
    }

    private static BasicStroke stroke(float width, boolean dashed) {
        float[] dash = dashed ? new float[] {8f, 5f} : null;
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, dash, 0f);
    }

    private static Color translucent(Color c, int alpha) {
        return new Color(c.getRed(), c.getGreen(), c.getBlue(), alpha);
    }
}
