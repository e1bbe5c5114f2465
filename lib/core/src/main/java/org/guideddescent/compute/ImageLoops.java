package org.guideddescent.compute;

import java.util.Arrays;

/** The primitives on images as one loop over all that the windows see: the slow reference. */
final class ImageLoops {
    private ImageLoops() {}

    /** One number that a window sees, or the frame around the image. */
    private interface Sight {
        /**
         * Called for each place, cell of the window and channel, in this order.
         *
         * @param place the number's place and channel among all
         * @param cell the number of the cell in the window
         * @param pixel the number's index in the images, −1 outside
         */
        void see(int place, int cell, int channel, int pixel);
    }

    private static void each(Sliding s, int images, Sight sight) {
        int places = images * s.places();
        for (int place = 0; place < places; place++) {
            int row = place % s.places() / s.outWidth() * s.stride() - s.padding();
            int column = place % s.outWidth() * s.stride() - s.padding();
            for (int cell = 0; cell < s.kernel() * s.kernel(); cell++) {
                int y = row + cell / s.kernel();
                int x = column + cell % s.kernel();
                boolean inside = y >= 0 && y < s.height() && x >= 0 && x < s.width();
                int pixel = (place / s.places() * s.height() + y) * s.width() + x;
                for (int j = 0; j < s.channels(); j++) {
                    sight.see(place, cell, j, inside ? pixel * s.channels() + j : -1);
                }
            }
        }
    }

    private static int images(Sliding s, double[] x) {
        return x.length / (s.pixels() * s.channels());
    }

    static double[] patches(Sliding s, double[] x) {
        var out = new double[images(s, x) * s.places() * s.patch()];
        each(s, images(s, x), (place, cell, j, pixel) -> {
            out[place * s.patch() + cell * s.channels() + j] = pixel < 0 ? 0 : x[pixel];
        });
        return out;
    }

    static double[] patchesAdjoint(Sliding s, double[] patches) {
        int images = patches.length / (s.places() * s.patch());
        var out = new double[images * s.pixels() * s.channels()];
        each(s, images, (place, cell, j, pixel) -> {
            if (pixel >= 0) {
                out[pixel] += patches[place * s.patch() + cell * s.channels() + j];
            }
        });
        return out;
    }

    /** The cell of the first largest, NaN where the window sees one. */
    static double[] largest(Sliding s, double[] x) {
        var most = new double[images(s, x) * s.places() * s.channels()];
        var choice = new double[most.length];
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        each(s, images(s, x), (place, cell, j, pixel) -> {
            int i = place * s.channels() + j;
            if (pixel < 0) {
                return;
            }
            if (Double.isNaN(x[pixel])) {
                choice[i] = Double.NaN;
            } else if (x[pixel] > most[i]) {
                most[i] = x[pixel];
                choice[i] = Double.isNaN(choice[i]) ? Double.NaN : cell;
            }
        });
        return choice;
    }

    static double[] take(Sliding s, double[] x, double[] choice) {
        var y = new double[choice.length];
        each(s, images(s, x), (place, cell, j, pixel) -> {
            int i = place * s.channels() + j;
            y[i] = Double.isNaN(choice[i]) ? Double.NaN : choice[i] == cell && pixel >= 0 ? x[pixel] : y[i];
        });
        return y;
    }

    static double[] put(Sliding s, double[] dy, double[] choice) {
        int images = dy.length / (s.places() * s.channels());
        var dx = new double[images * s.pixels() * s.channels()];
        each(s, images, (place, cell, j, pixel) -> {
            int i = place * s.channels() + j;
            if (pixel >= 0) {
                dx[pixel] += Double.isNaN(choice[i]) ? Double.NaN : choice[i] == cell ? dy[i] : 0;
            }
        });
        return dx;
    }

    static double[] average(Sliding s, double[] x) {
        var y = new double[images(s, x) * s.places() * s.channels()];
        each(s, images(s, x), (place, cell, j, pixel) -> {
            y[place * s.channels() + j] += pixel < 0 ? 0 : x[pixel] / (s.kernel() * s.kernel());
        });
        return y;
    }

    static double[] averageAdjoint(Sliding s, double[] dy) {
        int images = dy.length / (s.places() * s.channels());
        var dx = new double[images * s.pixels() * s.channels()];
        each(s, images, (place, cell, j, pixel) -> {
            if (pixel >= 0) {
                dx[pixel] += dy[place * s.channels() + j] / (s.kernel() * s.kernel());
            }
        });
        return dx;
    }
}
