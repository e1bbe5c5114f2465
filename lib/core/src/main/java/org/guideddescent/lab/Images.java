package org.guideddescent.lab;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays as images: gray ones such as handwritten digits (values in [0, 1], 0 is black), and matrices as heat maps. */
public final class Images {
    private static final int SIDE = 256;

    private Images() {}

    /**
     * {@return a grid of square images, each with its caption}
     *
     * @param title of the figure
     * @param images [n × s²], one image in each row: not modified
     * @param captions one for each image
     */
    public static Figure grid(String title, INDArray images, List<String> captions) {
        int n = Math.toIntExact(images.rows());
        if (captions.size() != n) {
            throw new IllegalArgumentException(
                    "an image grid needs one caption for each image, got " + captions.size() + " for " + n);
        }
        Figure figure = Figure.of(title);
        for (int i = 0; i < n; i++) figure = figure.with(new Series.Tile(captions.get(i), square(images, i), true));
        return figure;
    }

    /**
     * {@return a grid of square images with what was predicted; a wrong one says what it is, in red}
     *
     * @param title of the figure
     * @param images [n × s²], one image in each row: not modified
     * @param predicted one digit or class index for each image
     * @param actual one digit or class index for each image
     */
    public static Figure grid(String title, INDArray images, int[] predicted, int[] actual) {
        int n = Math.toIntExact(images.rows());
        if (predicted.length != n || actual.length != n) {
            throw new IllegalArgumentException("an image grid needs a prediction and a label for each image, got "
                    + predicted.length + " and " + actual.length + " for " + n);
        }
        Figure figure = Figure.of(title);
        for (int i = 0; i < n; i++) {
            boolean right = predicted[i] == actual[i];
            String caption = right ? String.valueOf(predicted[i]) : predicted[i] + ", is " + actual[i];
            figure = figure.with(new Series.Tile(caption, square(images, i), right));
        }
        return figure;
    }

    /**
     * {@return a matrix as a heat map, row 0 on top; of a larger one than 256 × 256 the means of equal blocks} A vector
     * is one row.
     *
     * @param title of the figure
     * @param matrix [rows × cols], with at least one element: not modified
     */
    public static Figure heatMap(String title, INDArray matrix) {
        if (matrix.rank() < 1 || matrix.rank() > 2 || matrix.isEmpty()) {
            throw new IllegalArgumentException("a heat map needs a matrix or a vector with elements, got the shape "
                    + Arrays.toString(matrix.shape()) + "; take a part of it with get or slice");
        }
        INDArray cells = matrix.rank() == 1 ? matrix.reshape(1, matrix.length()) : matrix;
        int block = (int) ((Math.max(cells.rows(), cells.columns()) + SIDE - 1L) / SIDE);
        var means = new double[(cells.rows() + block - 1) / block][(cells.columns() + block - 1) / block];
        for (int row = 0; row < means.length; row++) {
            for (int col = 0; col < means[0].length; col++)
                means[row][col] = mean(cells, row * block, col * block, block);
        }
        Figure figure = Figure.of(title).heatMap(title, means);
        return block == 1 ? figure : figure.caption("Each cell is the mean of " + block + " × " + block + " values.");
    }

    private static double mean(INDArray cells, int top, int left, int block) {
        int bottom = Math.min(cells.rows(), top + block);
        int right = Math.min(cells.columns(), left + block);
        double sum = 0;
        for (int row = top; row < bottom; row++) {
            for (int col = left; col < right; col++) sum += cells.getDouble(row, col);
        }
        return sum / ((bottom - top) * (double) (right - left));
    }

    /**
     * {@return one image, a pixel for each cell; values outside [0, 1] are clipped}
     *
     * @param cells [rows × cols], 0 is black: not modified
     */
    public static BufferedImage gray(double[][] cells) {
        var image = new BufferedImage(cells[0].length, cells.length, BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < cells.length; row++) {
            for (int col = 0; col < cells[0].length; col++) {
                long level = Math.round(255 * Math.max(0, Math.min(1, cells[row][col])));
                image.getRaster().setSample(col, row, 0, (int) level);
            }
        }
        return image;
    }

    private static double[][] square(INDArray images, int row) {
        double[] pixels = images.getRow(row).dup('c').toDoubleVector();
        int side = (int) Math.round(Math.sqrt(pixels.length));
        if (side * side != pixels.length) {
            throw new IllegalArgumentException("images must be square, got rows of " + pixels.length + " pixels");
        }
        double[][] cells = new double[side][side];
        for (int i = 0; i < pixels.length; i++) cells[i / side][i % side] = pixels[i];
        return cells;
    }
}
