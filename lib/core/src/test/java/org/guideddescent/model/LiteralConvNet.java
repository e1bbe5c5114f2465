package org.guideddescent.model;

import org.guideddescent.space.ParamVector;

/** Layers on images in loops over double[example][row][column][channel], from their definitions. */
final class LiteralConvNet {
    private LiteralConvNet() {}

    /** Images out of rows of numbers. */
    static double[][][][] images(double[][] rows, int height, int width, int channels) {
        var x = new double[rows.length][height][width][channels];
        for (int n = 0; n < rows.length; n++) {
            for (int i = 0; i < rows[n].length; i++) {
                x[n][i / channels / width][i / channels % width][i % channels] = rows[n][i];
            }
        }
        return x;
    }

    static double[][][][] convolution(
            double[][][][] x, ParamVector theta, int index, int kernel, int stride, int padding) {
        var w = theta.view("w" + index).toDoubleMatrix();
        int in = x[0][0][0].length;
        int height = (x[0].length + 2 * padding - kernel) / stride + 1;
        int width = (x[0][0].length + 2 * padding - kernel) / stride + 1;
        var y = new double[x.length][height][width][w.length];
        for (int n = 0; n < x.length; n++) {
            for (int r = 0; r < height; r++) {
                for (int c = 0; c < width; c++) {
                    for (int o = 0; o < w.length; o++) {
                        double sum = theta.view("b" + index).getDouble(o, 0);
                        for (int i = 0; i < kernel; i++) {
                            for (int j = 0; j < kernel; j++) {
                                for (int k = 0; k < in; k++) {
                                    sum += w[o][(i * kernel + j) * in + k]
                                            * at(x[n], r * stride + i - padding, c * stride + j - padding, k, 0);
                                }
                            }
                        }
                        y[n][r][c][o] = sum;
                    }
                }
            }
        }
        return y;
    }

    private static double at(double[][][] image, int row, int column, int channel, double outside) {
        boolean inside = row >= 0 && row < image.length && column >= 0 && column < image[0].length;
        return inside ? image[row][column][channel] : outside;
    }

    static double[][][][] maxPool(double[][][][] x, int kernel) {
        return pool(x, kernel, true);
    }

    static double[][][][] averagePool(double[][][][] x, int kernel) {
        return pool(x, kernel, false);
    }

    private static double[][][][] pool(double[][][][] x, int kernel, boolean largest) {
        int height = x[0].length / kernel;
        int width = x[0][0].length / kernel;
        int channels = x[0][0][0].length;
        var y = new double[x.length][height][width][channels];
        for (int n = 0; n < x.length; n++) {
            for (int i = 0; i < height * width * channels; i++) {
                int r = i / channels / width;
                int c = i / channels % width;
                double most = Double.NEGATIVE_INFINITY;
                double sum = 0;
                for (int q = 0; q < kernel * kernel; q++) {
                    double value = x[n][r * kernel + q / kernel][c * kernel + q % kernel][i % channels];
                    most = Math.max(most, value);
                    sum += value;
                }
                y[n][r][c][i % channels] = largest ? most : sum / (kernel * kernel);
            }
        }
        return y;
    }

    static double[][][][] batchNorm(double[][][][] x, ParamVector theta, int index, double epsilon) {
        int channels = x[0][0][0].length;
        var y = new double[x.length][x[0].length][x[0][0].length][channels];
        double count = (double) x.length * x[0].length * x[0][0].length;
        for (int k = 0; k < channels; k++) {
            double mean = 0;
            for (var image : x) {
                for (var row : image) {
                    for (var pixel : row) {
                        mean += pixel[k] / count;
                    }
                }
            }
            double variance = 0;
            for (var image : x) {
                for (var row : image) {
                    for (var pixel : row) {
                        variance += (pixel[k] - mean) * (pixel[k] - mean) / count;
                    }
                }
            }
            double gain = theta.view("scale" + index).getDouble(k, 0);
            double shift = theta.view("shift" + index).getDouble(k, 0);
            for (int n = 0; n < x.length; n++) {
                for (int r = 0; r < y[n].length; r++) {
                    for (int c = 0; c < y[n][r].length; c++) {
                        y[n][r][c][k] = gain * (x[n][r][c][k] - mean) / Math.sqrt(variance + epsilon) + shift;
                    }
                }
            }
        }
        return y;
    }

    static double[][][][] relu(double[][][][] x) {
        var y = new double[x.length][x[0].length][x[0][0].length][x[0][0][0].length];
        for (int n = 0; n < x.length; n++) {
            for (int r = 0; r < y[n].length; r++) {
                for (int c = 0; c < y[n][r].length; c++) {
                    for (int k = 0; k < y[n][r][c].length; k++) {
                        y[n][r][c][k] = Math.max(0, x[n][r][c][k]);
                    }
                }
            }
        }
        return y;
    }

    /** The mean cross-entropy of a linear layer on all numbers of an example. */
    static double loss(double[][][][] x, ParamVector theta, int index, int[] classes) {
        var w = theta.view("w" + index).toDoubleMatrix();
        double loss = 0;
        for (int n = 0; n < x.length; n++) {
            double sum = 0;
            double wanted = 0;
            for (int o = 0; o < w.length; o++) {
                double z = theta.view("b" + index).getDouble(o, 0);
                int i = 0;
                for (var row : x[n]) {
                    for (var pixel : row) {
                        for (double value : pixel) {
                            z += w[o][i++] * value;
                        }
                    }
                }
                sum += Math.exp(z);
                wanted = o == classes[n] ? z : wanted;
            }
            loss += (Math.log(sum) - wanted) / x.length;
        }
        return loss;
    }
}
