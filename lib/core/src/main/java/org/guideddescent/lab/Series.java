package org.guideddescent.lab;

import java.util.Arrays;
import java.util.List;
import tech.tablesaw.plotly.traces.Trace;

/**
 * One thing drawn in a figure. Arrays are copied on the way in; treat what an accessor returns as read-only. Equality
 * of series is that of their arrays, by identity.
 */
@SuppressWarnings("ArrayRecordComponent") // curves are long, lists would box each number, and nobody compares series
public sealed interface Series {
    /** {@return the name that a legend shows and that chooses the color} */
    String name();

    /**
     * A line through (x, y); NaN and infinity are gaps.
     *
     * @param name what the legend shows, and what chooses the color
     * @param xs where
     * @param ys one number for each x
     * @param thin whether it is faint and not in the legend
     */
    record Line(String name, double[] xs, double[] ys, boolean thin) implements Series {
        /**
         * Copies the arrays, and refuses lengths that differ.
         *
         * @param name what the legend shows, and what chooses the color
         * @param xs where
         * @param ys one number for each x
         * @param thin whether it is faint and not in the legend
         * @throws IllegalArgumentException naming the lengths or numbers
         */
        public Line {
            sameLength(name, "xs", xs, "ys", ys);
            xs = xs.clone();
            ys = finiteOrGap(ys);
        }
    }

    /**
     * Points at (x, y).
     *
     * @param name what the legend shows, and what chooses the color
     * @param xs where
     * @param ys one number for each x; NaN and infinity are gaps
     */
    record Points(String name, double[] xs, double[] ys) implements Series {
        /**
         * Copies the arrays, and refuses lengths that differ.
         *
         * @param name what the legend shows, and what chooses the color
         * @param xs where
         * @param ys one number for each x; NaN and infinity are gaps
         * @throws IllegalArgumentException naming the lengths or numbers
         */
        public Points {
            sameLength(name, "xs", xs, "ys", ys);
            xs = xs.clone();
            ys = finiteOrGap(ys);
        }
    }

    /**
     * The area between lower and upper, such as the quartiles over seeds; where one of them is NaN or infinite is a gap.
     *
     * @param name the same as that of its line
     * @param xs where
     * @param lower one number for each x
     * @param upper one number for each x, at least lower
     */
    record Band(String name, double[] xs, double[] lower, double[] upper) implements Series {
        /**
         * Copies the arrays, and refuses a lower edge above the upper one.
         *
         * @param name the same as that of its line
         * @param xs where
         * @param lower one number for each x
         * @param upper one number for each x, at least lower
         * @throws IllegalArgumentException naming the lengths or numbers
         */
        public Band {
            sameLength(name, "xs", xs, "lower", lower);
            sameLength(name, "xs", xs, "upper", upper);
            xs = xs.clone();
            lower = finiteOrGap(lower);
            upper = finiteOrGap(upper);
            for (int i = 0; i < xs.length; i++) {
                if (lower[i] > upper[i]) {
                    throw new IllegalArgumentException("band '" + name + "' needs lower ≤ upper, got " + lower[i]
                            + " and " + upper[i] + " at x = " + xs[i]);
                }
            }
        }
    }

    /**
     * Points with a bar from lower to upper, such as medians with quartiles.
     *
     * @param name what the legend shows
     * @param xs where
     * @param ys one number for each x; NaN and infinity are gaps
     * @param lower where each bar begins, at most its y
     * @param upper where each bar ends, at least its y
     */
    record ErrorBars(String name, double[] xs, double[] ys, double[] lower, double[] upper) implements Series {
        /**
         * Copies the arrays, and refuses a bar that does not contain its point.
         *
         * @param name what the legend shows
         * @param xs where
         * @param ys one number for each x; NaN and infinity are gaps
         * @param lower where each bar begins, at most its y
         * @param upper where each bar ends, at least its y
         * @throws IllegalArgumentException naming the lengths or numbers
         */
        public ErrorBars {
            sameLength(name, "xs", xs, "ys", ys);
            sameLength(name, "xs", xs, "lower", lower);
            sameLength(name, "xs", xs, "upper", upper);
            xs = xs.clone();
            ys = finiteOrGap(ys);
            lower = finiteOrGap(lower);
            upper = finiteOrGap(upper);
            for (int i = 0; i < xs.length; i++) {
                if (lower[i] > ys[i] || ys[i] > upper[i]) {
                    throw new IllegalArgumentException("error bars '" + name + "' need lower ≤ y ≤ upper, got "
                            + lower[i] + ", " + ys[i] + " and " + upper[i] + " at x = " + xs[i]);
                }
            }
        }
    }

    /**
     * A dashed gray line across the figure, with its name beside it and not in the legend.
     *
     * @param name what the line is
     * @param vertical whether it stands at an x, or lies at a y
     * @param at that x or y
     */
    record Reference(String name, boolean vertical, double at) implements Series {}

    /**
     * A text beside a point.
     *
     * @param name the text
     * @param x of the point
     * @param y of the point
     */
    record Remark(String name, double x, double y) implements Series {}

    /**
     * A trace of Tablesaw or of a user's own. Only the interactive figure has it: the image says what it leaves out.
     *
     * @param trace as Tablesaw builds it
     */
    record Foreign(Trace trace) implements Series {
        @Override
        public String name() {
            return trace.name() == null ? "a trace" : trace.name();
        }
    }

    /**
     * One bar for each label.
     *
     * @param name what the legend shows, and what chooses the color
     * @param labels what stands below the bars
     * @param heights one for each label
     */
    record Bars(String name, List<String> labels, double[] heights) implements Series {
        /**
         * Copies the arrays, and refuses a label without a height.
         *
         * @param name what the legend shows, and what chooses the color
         * @param labels what stands below the bars
         * @param heights one for each label
         * @throws IllegalArgumentException naming the lengths or numbers
         */
        public Bars {
            labels = List.copyOf(labels);
            heights = heights.clone();
            if (labels.size() != heights.length) {
                throw new IllegalArgumentException("bars '" + name + "' need one height for each label, got "
                        + labels.size() + " labels " + labels + " and " + heights.length + " heights "
                        + Arrays.toString(heights));
            }
        }
    }

    /**
     * A matrix as colors.
     *
     * @param name what the cells are
     * @param cells [rows × cols], row 0 on top
     */
    record HeatMap(String name, double[][] cells) implements Series {
        /**
         * Copies the cells, and refuses rows of different lengths.
         *
         * @param name what the cells are
         * @param cells [rows × cols], row 0 on top
         * @throws IllegalArgumentException naming the lengths or numbers
         */
        public HeatMap {
            if (cells.length == 0 || cells[0].length == 0) {
                throw new IllegalArgumentException("heat map '" + name + "' has no cells");
            }
            cells = copy(cells);
            for (double[] row : cells) {
                if (row.length != cells[0].length) {
                    throw new IllegalArgumentException("heat map '" + name + "' has rows of " + cells[0].length
                            + " and of " + row.length + " cells; all rows must have the same length");
                }
            }
        }
    }

    /**
     * A gray picture of a grid of pictures, with its caption; a wrong one has a red caption.
     *
     * @param name its caption
     * @param cells [rows × cols], from 0, black, to 1, white
     * @param right whether the caption is not red
     */
    record Tile(String name, double[][] cells, boolean right) implements Series {
        /**
         * Copies the cells.
         *
         * @param name its caption
         * @param cells [rows × cols], from 0, black, to 1, white
         * @param right whether the caption is not red
         */
        public Tile {
            cells = copy(cells);
        }
    }

    private static double[][] copy(double[][] cells) {
        return Arrays.stream(cells).map(double[]::clone).toArray(double[][]::new);
    }

    private static void sameLength(String name, String a, double[] as, String b, double[] bs) {
        if (as.length != bs.length) {
            throw new IllegalArgumentException("'" + name + "' needs " + a + " and " + b + " of the same length, got "
                    + as.length + " " + a + " " + start(as) + " and " + bs.length + " " + b + " " + start(bs));
        }
    }

    private static String start(double[] values) {
        String shown = Arrays.toString(Arrays.copyOf(values, Math.min(values.length, 6)));
        return values.length <= 6 ? shown : shown.replace("]", ", …]");
    }

    private static double[] finiteOrGap(double[] values) {
        return Arrays.stream(values)
                .map(v -> Double.isFinite(v) ? v : Double.NaN)
                .toArray();
    }
}
