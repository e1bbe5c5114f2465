package org.guideddescent.lab;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Small gray pictures in rows, each over its caption. The figure's height follows from their number. */
final class Tiles {
    private static final int GAP = 8;
    private static final int SIDE = 64;
    private static final int TITLE = 32;
    private static final int CAPTION = 18;

    private Tiles() {}

    static BufferedImage of(Figure figure) {
        int columns = columns(figure);
        int rows = (figure.series().size() + columns - 1) / columns;
        int height = TITLE + rows * (SIDE + CAPTION + GAP);
        var image = new BufferedImage(figure.width(), height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Drawing.pen(image);
        g.setFont(Drawing.FONT.deriveFont(Font.BOLD, 15f));
        g.drawString(figure.title(), GAP, 21);
        g.setFont(Drawing.FONT);
        for (int i = 0; i < figure.series().size(); i++) {
            var tile = (Series.Tile) figure.series().get(i);
            int x = GAP + i % columns * (SIDE + GAP);
            int y = TITLE + i / columns * (SIDE + CAPTION + GAP);
            g.drawImage(Images.gray(tile.cells()), x, y, SIDE, SIDE, null);
            g.setColor(tile.right() ? Color.DARK_GRAY : new Color(0xC0, 0x10, 0x10));
            int centered = x + (SIDE - g.getFontMetrics().stringWidth(tile.name())) / 2;
            g.drawString(tile.name(), Math.max(x - GAP / 2, centered), y + SIDE + CAPTION - 4);
        }
        g.dispose();
        return image;
    }

    /** All tiles as one matrix, with a gap of NaN around each. */
    static double[][] mosaic(Figure figure) {
        int columns = columns(figure);
        int rows = (figure.series().size() + columns - 1) / columns;
        var first = (Series.Tile) figure.series().get(0);
        int h = first.cells().length + 1;
        int w = first.cells()[0].length + 1;
        double[][] all = new double[rows * h][columns * w];
        for (double[] row : all) Arrays.fill(row, Double.NaN);
        for (int i = 0; i < figure.series().size(); i++) {
            double[][] cells = ((Series.Tile) figure.series().get(i)).cells();
            for (int r = 0; r < cells.length; r++) {
                System.arraycopy(cells[r], 0, all[i / columns * h + r], i % columns * w, cells[r].length);
            }
        }
        return all;
    }

    private static int columns(Figure figure) {
        return Math.max(1, (figure.width() - GAP) / (SIDE + GAP));
    }
}
