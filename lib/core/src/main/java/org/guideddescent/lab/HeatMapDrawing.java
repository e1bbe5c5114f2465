package org.guideddescent.lab;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;

/** A matrix as colors of the scale Viridis, with the scale beside it; a cell that is not finite is white. */
final class HeatMapDrawing {
    /** Nine points of Viridis, evenly spaced (Smith and van der Walt, matplotlib). */
    private static final int[] VIRIDIS = {
        0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725
    };

    private HeatMapDrawing() {}

    static BufferedImage of(Figure figure, Series.HeatMap map) {
        var image = new BufferedImage(figure.width(), figure.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Drawing.pen(image);
        int left = 50;
        int top = 40;
        int width = figure.width() - left - 110;
        int height = figure.height() - top - 45;
        DoubleSummaryStatistics range = Arrays.stream(map.cells())
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .summaryStatistics();
        g.drawImage(cells(map.cells(), range), left, top, width, height, null);
        scale(g, range, left + width + 20, top, height);
        g.setColor(Color.DARK_GRAY);
        g.drawString(figure.x().title(), left + width / 2, top + height + 30);
        g.drawString("0", left, top + height + 15);
        g.drawString(String.valueOf(map.cells()[0].length - 1), left + width - 20, top + height + 15);
        g.drawString("0", 30, top + 12);
        g.drawString(String.valueOf(map.cells().length - 1), 20, top + height);
        g.setFont(Drawing.FONT.deriveFont(Font.BOLD, 15f));
        g.drawString(figure.title(), left, 25);
        g.rotate(-Math.PI / 2);
        g.setFont(Drawing.FONT);
        g.drawString(figure.y().title(), -(top + height / 2 + 20), 18);
        g.dispose();
        return image;
    }

    private static BufferedImage cells(double[][] cells, DoubleSummaryStatistics range) {
        var image = new BufferedImage(cells[0].length, cells.length, BufferedImage.TYPE_INT_RGB);
        double span = range.getMax() > range.getMin() ? range.getMax() - range.getMin() : 1;
        for (int row = 0; row < cells.length; row++) {
            for (int col = 0; col < cells[0].length; col++) {
                double value = cells[row][col];
                image.setRGB(col, row, Double.isFinite(value) ? viridis((value - range.getMin()) / span) : 0xFFFFFF);
            }
        }
        return image;
    }

    private static void scale(Graphics2D g, DoubleSummaryStatistics range, int x, int top, int height) {
        for (int i = 0; i < height; i++) {
            g.setColor(new Color(viridis(1 - i / (double) height)));
            g.fillRect(x, top + i, 15, 1);
        }
        g.setColor(Color.DARK_GRAY);
        g.drawString(String.format(Locale.ROOT, "%.4g", range.getMax()), x + 20, top + 12);
        g.drawString(String.format(Locale.ROOT, "%.4g", range.getMin()), x + 20, top + height);
    }

    /** The color at t in [0, 1], by linear interpolation. */
    static int viridis(double t) {
        double at = t * (VIRIDIS.length - 1);
        int low = Math.min((int) at, VIRIDIS.length - 2);
        double part = at - low;
        int color = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = (VIRIDIS[low] >> shift) & 0xFF;
            int b = (VIRIDIS[low + 1] >> shift) & 0xFF;
            color |= (int) Math.round(a + part * (b - a)) << shift;
        }
        return color;
    }
}
