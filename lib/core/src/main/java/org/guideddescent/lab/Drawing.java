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
        return figure.series().stream().map(Series::name).distinct().count() > 1;
    }

    private static XYChart curves(Figure figure) {
        var chart = new XYChart(figure.width(), figure.height(), Styler.ChartTheme.Matlab);
        style(figure, chart, chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(figure.x().isLog());
        int index = 0;
        for (Series s : figure.series()) {
            // Such as the tuning curve of a rule that diverged at every rate; XChart refuses it.
            if (isEmpty(s)) continue;
            // XChart wants unique names; the label is what the legend shows.
            XYSeries drawn = add(chart, figure, s, "series" + index++);
            drawn.setLabel(s.name());
        }
        if (!figure.x().isLog()) roundTicks(chart);
        return chart;
    }

    private static boolean isEmpty(Series s) {
        if (s instanceof Series.Line line) return line.xs().length == 0;
        if (s instanceof Series.Points points) return points.xs().length == 0;
        return s instanceof Series.Band band && band.xs().length == 0;
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
            XYSeries area = chart.addSeries(
                    id,
                    PlotlyDrawing.thereAndBack(band.xs(), band.xs()),
                    PlotlyDrawing.thereAndBack(band.upper(), band.lower()));
            area.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
            area.setLineColor(translucent(color, 0));
            area.setFillColor(translucent(color, 50));
            area.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
            return area;
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
        styler.setAxisTickLabelsFont(FONT).setAxisTitleFont(FONT);
        styler.setPlotGridLinesColor(new Color(225, 225, 225));
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setChartTitleFont(FONT.deriveFont(Font.BOLD, 15f));
        styler.setLegendFont(FONT).setLegendVisible(hasLegend(figure));
        styler.setLegendPosition(Styler.LegendPosition.OutsideE).setLegendBorderColor(Color.WHITE);
        styler.setChartBackgroundColor(Color.WHITE);
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
