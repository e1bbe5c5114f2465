package org.guideddescent.compute;

/** Bodies of sweeps for the pieces of a layer. */
final class LayerKernels {
    private static final double GELU_SCALE = Math.sqrt(2 / Math.PI);
    private static final double GELU_CUBIC = 0.044715;

    private LayerKernels() {}

    /** x: the matrix, y: the bias. */
    static void addBias(Sweep s, Scratch scratch, int panel) {
        var columns = s.columns;
        var n = s.size(panel);
        if (s.isFloat) {
            var b = scratch.floats(2, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(s.y(), b[1], columns);
            for (var start = 0; start < n; start += columns) {
                add(b[0], start, b[1], columns);
            }
            Memory.write(s.x(panel), b[0], n);
        } else {
            var b = scratch.doubles(2, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(s.y(), b[1], columns);
            for (var start = 0; start < n; start += columns) {
                add(b[0], start, b[1], columns);
            }
            Memory.write(s.x(panel), b[0], n);
        }
    }

    private static void add(float[] x, int start, float[] bias, int n) {
        for (var j = 0; j < n; j++) {
            x[start + j] += bias[j];
        }
    }

    private static void add(double[] x, int start, double[] bias, int n) {
        for (var j = 0; j < n; j++) {
            x[start + j] += bias[j];
        }
    }

    /** x: the input, y: the output. */
    static void relu(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var x = scratch.floats(1, n)[0];
            Memory.read(s.x(panel), x, n);
            for (var i = 0; i < n; i++) {
                x[i] = Math.max(x[i], 0f);
            }
            Memory.write(s.y(panel), x, n);
        } else {
            var x = scratch.doubles(1, n)[0];
            Memory.read(s.x(panel), x, n);
            for (var i = 0; i < n; i++) {
                x[i] = Math.max(x[i], 0.0);
            }
            Memory.write(s.y(panel), x, n);
        }
    }

    /** x: the input, y: the gradient of the output, z: of the input. */
    static void reluBackward(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var b = scratch.floats(2, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(s.y(panel), b[1], n);
            mask(b[0], b[1], n);
            Memory.write(s.z(panel), b[1], n);
        } else {
            var b = scratch.doubles(2, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(s.y(panel), b[1], n);
            mask(b[0], b[1], n);
            Memory.write(s.z(panel), b[1], n);
        }
    }

    // A factor of 0 or 1 without a branch: branches on signs that nobody can predict took ten times as long. The two
    // products lift the smallest positive number above 1.
    private static void mask(float[] x, float[] dy, int n) {
        for (var i = 0; i < n; i++) {
            dy[i] *= Math.min(Math.max(x[i] * 0x1p100f * 0x1p100f, 0f), 1f);
        }
    }

    private static void mask(double[] x, double[] dy, int n) {
        for (var i = 0; i < n; i++) {
            dy[i] *= Math.min(Math.max(x[i] * 0x1p1000 * 0x1p1000, 0.0), 1.0);
        }
    }

    static void tanh(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var x = scratch.doubles(1, n)[0];
        s.read(scratch, s.x(panel), x, n);
        Tanh.of(s.isFloat, x, x, n);
        s.write(scratch, s.y(panel), x, n);
    }

    static void tanhBackward(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var b = scratch.doubles(2, n);
        var t = b[0];
        var dy = b[1];
        s.read(scratch, s.x(panel), t, n);
        s.read(scratch, s.y(panel), dy, n);
        Tanh.of(s.isFloat, t, t, n);
        for (var i = 0; i < n; i++) {
            dy[i] *= (1 - t[i]) * (1 + t[i]);
        }
        s.write(scratch, s.z(panel), dy, n);
    }

    static void gelu(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var b = scratch.floats(2, n);
            Memory.read(s.x(panel), b[0], n);
            QuickGelu.forward(b[0], b[1], n);
            Memory.write(s.y(panel), b[0], n);
            return;
        }
        var b = scratch.doubles(2, n);
        var x = b[0];
        var t = b[1];
        s.read(scratch, s.x(panel), x, n);
        inner(x, t, n);
        Tanh.of(s.isFloat, t, t, n);
        for (var i = 0; i < n; i++) {
            x[i] *= 0.5 * (1 + t[i]);
        }
        s.write(scratch, s.y(panel), x, n);
    }

    static void geluBackward(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var b = scratch.floats(3, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(s.y(panel), b[1], n);
            QuickGelu.backward(b[0], b[1], b[2], n);
            Memory.write(s.z(panel), b[1], n);
            return;
        }
        var b = scratch.doubles(3, n);
        var x = b[0];
        var t = b[1];
        var dy = b[2];
        s.read(scratch, s.x(panel), x, n);
        s.read(scratch, s.y(panel), dy, n);
        inner(x, t, n);
        Tanh.of(s.isFloat, t, t, n);
        for (var i = 0; i < n; i++) {
            var slope = GELU_SCALE * (1 + 3 * GELU_CUBIC * x[i] * x[i]);
            dy[i] *= 0.5 * (1 + t[i]) * (1 + x[i] * (1 - t[i]) * slope);
        }
        s.write(scratch, s.z(panel), dy, n);
    }

    private static void inner(double[] x, double[] into, int n) {
        for (var i = 0; i < n; i++) {
            into[i] = GELU_SCALE * x[i] * (1 + GELU_CUBIC * x[i] * x[i]);
        }
    }

    /** x: logits, z: probabilities. */
    static void softmax(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var k = s.columns;
        var b = scratch.doubles(2, n);
        s.read(scratch, s.x(panel), b[0], n);
        exponentials(s.isFloat, b[0], b[1], n, k);
        for (var at = 0; at < n; at += k) {
            scale(b[0], at, k, 1 / RowSums.sum(b[0], at, k));
        }
        s.write(scratch, s.z(panel), b[0], n);
    }

    /** x: logits, y: class indices, z: gradient; the parameter is unused. */
    static void crossEntropyOfClasses(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var k = s.columns;
        var b = scratch.doubles(3, n);
        var first = s.firstRow(panel);
        s.read(scratch, s.x(panel), b[0], n);
        s.read(scratch, s.y() + first * (s.isFloat ? 4L : 8L), b[1], n / k);
        var loss = 0.0;
        for (var row = 0; row < n / k; row++) {
            loss -= b[0][row * k + Shapes.classIndex(b[1][row], first + row, k)];
        }
        exponentials(s.isFloat, b[0], b[2], n, k);
        for (var row = 0; row < n / k; row++) {
            var sum = RowSums.sum(b[0], row * k, k);
            loss += b[2][row] + Math.log(sum);
            scale(b[0], row * k, k, 1 / (sum * s.rows));
            b[0][row * k + (int) b[1][row]] -= 1.0 / s.rows;
        }
        s.write(scratch, s.z(panel), b[0], n);
        s.partials[panel] = loss;
    }

    /** x: logits, y: probabilities, z: gradient. */
    static void crossEntropyOfProbabilities(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var k = s.columns;
        var b = scratch.doubles(4, n);
        var z = b[0];
        s.read(scratch, s.x(panel), z, n);
        for (var row = 0; row < n / k; row++) {
            s.read(scratch, s.yRow(s.firstRow(panel) + row), b[1], k);
            System.arraycopy(b[1], 0, b[2], row * k, k);
            for (var j = 0; j < k; j++) {
                // An impossible class with logit −∞ costs nothing.
                s.partials[panel] -= b[1][j] == 0 ? 0 : b[1][j] * z[row * k + j];
            }
        }
        exponentials(s.isFloat, z, b[3], n, k);
        for (var row = 0; row < n / k; row++) {
            var at = row * k;
            var sum = RowSums.sum(z, at, k);
            var mass = RowSums.sum(b[2], at, k);
            s.partials[panel] += mass * (b[3][row] + Math.log(sum));
            var share = mass / (sum * s.rows);
            for (var j = at; j < at + k; j++) {
                z[j] = share * z[j] - b[2][j] / s.rows;
            }
        }
        s.write(scratch, s.z(panel), z, n);
    }

    /** Each z of a row of k becomes e^(z − the row's largest), which goes to max. */
    private static void exponentials(boolean isFloat, double[] z, double[] max, int n, int k) {
        for (var row = 0; row < n / k; row++) {
            max[row] = RowSums.max(z, row * k, k);
            shift(z, row * k, k, max[row]);
        }
        Exp.of(isFloat, z, z, n);
    }

    private static void shift(double[] z, int from, int n, double by) {
        for (var j = from; j < from + n; j++) {
            z[j] -= by;
        }
    }

    private static void scale(double[] z, int from, int n, double factor) {
        for (var j = from; j < from + n; j++) {
            z[j] *= factor;
        }
    }

    /** x: outputs, y: targets, z: gradient; the parameter is the number of rows. */
    static void squaredError(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var b = scratch.doubles(2, n);
        s.read(scratch, s.x(panel), b[0], n);
        s.read(scratch, s.y(panel), b[1], n);
        var sum = 0.0;
        for (var i = 0; i < n; i++) {
            var difference = b[0][i] - b[1][i];
            sum += difference * difference;
            b[0][i] = difference / s.parameter;
        }
        s.partials[panel] = sum;
        s.write(scratch, s.z(panel), b[0], n);
    }
}
