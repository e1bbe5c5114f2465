package org.guideddescent.model;

import org.guideddescent.space.ParamVector;

/** A GPT-style transformer as loops over {@code double[]}, one number after the other; slow and plain. */
record LiteralTransformer(int vocabulary, int width, int depth, int heads, int context, double epsilon) {
    /** The mean cross-entropy over examples and positions. tokens and targets: [example][position]. */
    double loss(ParamVector theta, int[][] tokens, int[][] targets) {
        double sum = 0;
        for (int e = 0; e < tokens.length; e++) {
            var logits = logits(theta, tokens[e]);
            for (int t = 0; t < context; t++) {
                double all = 0;
                for (double z : logits[t]) {
                    all += Math.exp(z);
                }
                sum -= Math.log(Math.exp(logits[t][targets[e][t]]) / all);
            }
        }
        return sum / (tokens.length * context);
    }

    /** [position][token that may come next]. */
    double[][] logits(ParamVector theta, int[] tokens) {
        var x = new double[context][width];
        for (int t = 0; t < context; t++) {
            for (int c = 0; c < width; c++) {
                x[t][c] = theta.view("e1").getDouble(tokens[t], c)
                        + theta.view("e2").getDouble(t, c);
            }
        }
        for (int block = 0; block < depth; block++) {
            var h = norm(theta, 2 * block + 1, x);
            h = attention(linear(theta, 4 * block + 1, h, 3 * width));
            add(x, linear(theta, 4 * block + 2, h, width));
            h = norm(theta, 2 * block + 2, x);
            h = linear(theta, 4 * block + 3, h, 4 * width);
            for (var row : h) {
                for (int c = 0; c < row.length; c++) {
                    row[c] = gelu(row[c]);
                }
            }
            add(x, linear(theta, 4 * block + 4, h, width));
        }
        return product(theta, 4 * depth + 1, norm(theta, 2 * depth + 1, x), vocabulary);
    }

    private static void add(double[][] x, double[][] y) {
        for (int t = 0; t < x.length; t++) {
            for (int c = 0; c < x[t].length; c++) {
                x[t][c] += y[t][c];
            }
        }
    }

    private static double gelu(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    private double[][] norm(ParamVector theta, int index, double[][] x) {
        var y = new double[context][width];
        for (int t = 0; t < context; t++) {
            double mean = 0;
            for (double v : x[t]) {
                mean += v / width;
            }
            double variance = 0;
            for (double v : x[t]) {
                variance += (v - mean) * (v - mean) / width;
            }
            for (int c = 0; c < width; c++) {
                y[t][c] = (x[t][c] - mean)
                                / Math.sqrt(variance + epsilon)
                                * theta.view("scale" + index).getDouble(c, 0)
                        + theta.view("shift" + index).getDouble(c, 0);
            }
        }
        return y;
    }

    private static double[][] product(ParamVector theta, int index, double[][] x, int out) {
        var y = new double[x.length][out];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < out; o++) {
                for (int c = 0; c < x[t].length; c++) {
                    y[t][o] += theta.view("w" + index).getDouble(o, c) * x[t][c];
                }
            }
        }
        return y;
    }

    private static double[][] linear(ParamVector theta, int index, double[][] x, int out) {
        var y = product(theta, index, x, out);
        for (var row : y) {
            for (int o = 0; o < out; o++) {
                row[o] += theta.view("b" + index).getDouble(o, 0);
            }
        }
        return y;
    }

    private double[][] attention(double[][] qkv) {
        int each = width / heads;
        var y = new double[context][width];
        for (int h = 0; h < heads; h++) {
            for (int t = 0; t < context; t++) {
                var weights = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int c = 0; c < each; c++) {
                        score += qkv[t][h * each + c] * qkv[s][width + h * each + c];
                    }
                    weights[s] = Math.exp(score / Math.sqrt(each));
                    sum += weights[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int c = 0; c < each; c++) {
                        y[t][h * each + c] += weights[s] / sum * qkv[s][2 * width + h * each + c];
                    }
                }
            }
        }
        return y;
    }
}
