package org.guideddescent.compute;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The primitives through ND4J's own ops, on whatever backend is present: slow, allocating, simple. It is what the tests
 * compare {@link CpuOps} with. The small factorisations run on the host in double.
 */
public final class Nd4jOps implements Ops {
    private static final double GELU_SCALE = Math.sqrt(2 / Math.PI);
    private static final double GELU_CUBIC = 0.044715;

    private final SequenceOps sequences = new SequenceReference();

    /** On the backend that ND4J found. */
    public Nd4jOps() {}

    @Override
    public String describe() {
        return "Nd4jOps: ND4J ops on " + Nd4j.getBackend().getClass().getSimpleName();
    }

    @Override
    public void gemm(
            boolean transposeA, boolean transposeB, double alpha, INDArray a, INDArray b, double beta, INDArray c) {
        Shapes.gemm(transposeA, transposeB, a, b, c);
        accumulate(alpha, product(transposeA ? turned(a) : matrix(a), transposeB ? turned(b) : matrix(b)), beta, c);
    }

    @Override
    public void syrk(boolean transpose, double alpha, INDArray a, double beta, INDArray c) {
        Shapes.arrays("syrk", a, c);
        var n = transpose ? Shapes.columns(a) : Shapes.rows(a);
        Shapes.output("syrk", c, n, n);
        var left = transpose ? turned(a) : matrix(a);
        accumulate(alpha, product(left, left.transpose().dup('c')), beta, c);
    }

    /** Below the diagonal too, since ND4J has no product of half a matrix. */
    @Override
    public void syrkUpper(boolean transpose, double alpha, INDArray a, double beta, INDArray c) {
        syrk(transpose, alpha, a, beta, c);
    }

    @Override
    public void mirror(INDArray c) {
        Shapes.array("mirror", c);
        var n = Shapes.rows(c);
        Shapes.output("mirror", c, n, n);
        for (var i = 0; i < n - 1; i++) {
            var beyond = NDArrayIndex.interval(i + 1, n);
            c.get(beyond, NDArrayIndex.point(i)).assign(c.get(NDArrayIndex.point(i), beyond));
        }
    }

    // ND4J multiplies a row by a matrix as a vector, whatever the ranks say, so the shape is restored.
    private static INDArray product(INDArray a, INDArray b) {
        return a.mmul(b).reshape('c', a.size(0), b.size(1));
    }

    private static INDArray matrix(INDArray x) {
        return x.dup('c').reshape('c', Shapes.rows(x), Shapes.columns(x));
    }

    private static INDArray turned(INDArray x) {
        return matrix(x).transpose().dup('c');
    }

    private static void accumulate(double alpha, INDArray product, double beta, INDArray c) {
        var result = product.muli(alpha);
        if (beta != 0) {
            result.addi(matrix(c).muli(beta));
        }
        c.assign(result.reshape('c', c.shape()));
    }

    @Override
    public void axpy(double alpha, INDArray x, INDArray y) {
        Shapes.same("axpy", x, y);
        y.addi(x.mul(alpha).reshape(y.shape()));
    }

    @Override
    public void scale(double alpha, INDArray x) {
        Shapes.array("scale", x);
        x.muli(alpha);
    }

    @Override
    public void copy(INDArray x, INDArray y) {
        Shapes.same("copy", x, y);
        y.assign(x.dup('c').reshape(y.shape()));
    }

    @Override
    public void fill(double value, INDArray x) {
        Shapes.array("fill", x);
        x.assign(value);
    }

    @Override
    public double dot(INDArray x, INDArray y) {
        Shapes.same("dot", x, y);
        return matrix(x)
                .castTo(DataType.DOUBLE)
                .muli(matrix(y).castTo(DataType.DOUBLE))
                .sumNumber()
                .doubleValue();
    }

    @Override
    public double maxAbs(INDArray x) {
        Shapes.array("maxAbs", x);
        var max = 0.0;
        for (var value : host(x)) {
            max = Math.max(max, Math.abs(value));
        }
        return max;
    }

    @Override
    public void eigh(INDArray a, INDArray values, INDArray vectors) {
        Shapes.eigh(a, values, vectors);
        var n = Shapes.rows(a);
        var lambda = new double[n];
        var columns = Jacobi.eigh(host(a), n, lambda);
        put(lambda, values);
        put(columns, vectors);
    }

    @Override
    public void qr(INDArray a, INDArray q) {
        Shapes.qr(a, q);
        var m = Shapes.rows(a);
        var n = (int) Shapes.columns(a);
        var v = host(a);
        for (var j = 0; j < n; j++) {
            // Twice is enough: after a second pass the columns are orthogonal to rounding.
            for (var pass = 0; pass < 2; pass++) {
                for (var p = 0; p < j; p++) {
                    var along = columnDot(v, m, n, p, j);
                    for (var i = 0; i < m; i++) {
                        v[i * n + j] -= along * v[i * n + p];
                    }
                }
            }
            var length = Math.sqrt(columnDot(v, m, n, j, j));
            for (var i = 0; i < m; i++) {
                v[i * n + j] /= length;
            }
        }
        put(v, q);
    }

    private static double columnDot(double[] v, int m, int n, int p, int j) {
        var sum = 0.0;
        for (var i = 0; i < m; i++) {
            sum += v[i * n + p] * v[i * n + j];
        }
        return sum;
    }

    @Override
    public void choleskySolve(INDArray a, INDArray b, INDArray x) {
        Shapes.solve(a, b, x);
        var n = Shapes.rows(a);
        var k = (int) Shapes.columns(b);
        var l = host(a);
        var y = host(b);
        for (var i = 0; i < n; i++) {
            for (var j = 0; j <= i; j++) {
                var sum = l[i * n + j];
                for (var p = 0; p < j; p++) {
                    sum -= l[i * n + p] * l[j * n + p];
                }
                if (i == j && !(sum > 0)) {
                    throw new ArithmeticException(
                            "choleskySolve: " + Shapes.text(a) + " is not positive definite: leading minor " + (i + 1));
                }
                l[i * n + j] = i == j ? Math.sqrt(sum) : sum / l[j * n + j];
            }
        }
        for (var c = 0; c < k; c++) {
            for (var i = 0; i < n; i++) {
                var sum = y[i * k + c];
                for (var p = 0; p < i; p++) {
                    sum -= l[i * n + p] * y[p * k + c];
                }
                y[i * k + c] = sum / l[i * n + i];
            }
            for (var i = n - 1; i >= 0; i--) {
                var sum = y[i * k + c];
                for (var p = i + 1; p < n; p++) {
                    sum -= l[p * n + i] * y[p * k + c];
                }
                y[i * k + c] = sum / l[i * n + i];
            }
        }
        put(y, x);
    }

    @Override
    public void addBias(INDArray bias, INDArray x) {
        Shapes.vector("addBias", bias, Shapes.columns(x), x);
        x.assign(matrix(x)
                .addRowVector(bias.dup('c').reshape('c', 1, bias.length()))
                .reshape('c', x.shape()));
    }

    @Override
    public void columnSums(INDArray x, INDArray out) {
        Shapes.vector("columnSums", out, Shapes.columns(x), x);
        out.assign(matrix(x).sum(0).reshape('c', out.shape()));
    }

    @Override
    public void rowSums(INDArray x, INDArray out) {
        Shapes.vector("rowSums", out, Shapes.rows(x), x);
        out.assign(matrix(x).sum(1).reshape('c', out.shape()));
    }

    @Override
    public void rowSquares(INDArray x, INDArray out) {
        Shapes.vector("rowSquares", out, Shapes.rows(x), x);
        var m = matrix(x);
        out.assign(m.muli(m).sum(1).reshape('c', out.shape()));
    }

    @Override
    public void columnSquares(INDArray x, INDArray out) {
        Shapes.vector("columnSquares", out, Shapes.columns(x), x);
        var m = matrix(x);
        out.assign(m.muli(m).sum(0).reshape('c', out.shape()));
    }

    // On the host: ND4J's maximum passes over NaN.
    @Override
    public void rowMaxAbs(INDArray x, INDArray out) {
        Shapes.vector("rowMaxAbs", out, Shapes.rows(x), x);
        maxAbs(host(x), (int) Shapes.columns(x), true, out);
    }

    @Override
    public void columnMaxAbs(INDArray x, INDArray out) {
        Shapes.vector("columnMaxAbs", out, Shapes.columns(x), x);
        maxAbs(host(x), (int) Shapes.columns(x), false, out);
    }

    private static void maxAbs(double[] x, int columns, boolean ofRows, INDArray out) {
        var max = new double[(int) out.length()];
        for (var i = 0; i < x.length; i++) {
            var k = ofRows ? i / columns : i % columns;
            max[k] = Math.max(max[k], Math.abs(x[i]));
        }
        put(max, out);
    }

    @Override
    public void scaleRows(INDArray s, INDArray x) {
        Shapes.vector("scaleRows", s, Shapes.rows(x), x);
        x.assign(matrix(x).muliColumnVector(column(s)).reshape('c', x.shape()));
    }

    @Override
    public void scaleColumns(INDArray s, INDArray x) {
        Shapes.vector("scaleColumns", s, Shapes.columns(x), x);
        x.assign(matrix(x).muliRowVector(row(s)).reshape('c', x.shape()));
    }

    private static INDArray column(INDArray v) {
        return v.dup('c').reshape('c', v.length(), 1);
    }

    private static INDArray row(INDArray v) {
        return v.dup('c').reshape('c', 1, v.length());
    }

    @Override
    public void outer(INDArray r, INDArray c, INDArray out) {
        Shapes.outer("outer", r, c, out);
        out.assign(spread(r, out).muliRowVector(row(c)).reshape('c', out.shape()));
    }

    @Override
    public void outerMin(INDArray r, INDArray c, INDArray out) {
        Shapes.outer("outerMin", r, c, out);
        var columns = Nd4j.zeros(out.dataType(), r.length(), c.length()).addiRowVector(row(c));
        out.assign(Transforms.min(spread(r, out), columns, true).reshape('c', out.shape()));
    }

    /** r[i] at every place of row i. */
    private static INDArray spread(INDArray r, INDArray out) {
        return Nd4j.zeros(out.dataType(), r.length(), Shapes.columns(out)).addiColumnVector(column(r));
    }

    @Override
    public void transpose(INDArray x, INDArray out) {
        Shapes.transposed(x, out);
        out.assign(turned(x).reshape('c', out.shape()));
    }

    @Override
    public boolean isFinite(INDArray x) {
        Shapes.array("isFinite", x);
        return Arrays.stream(host(x)).allMatch(Double::isFinite);
    }

    @Override
    public void rademacher(long key, INDArray out) {
        Shapes.array("rademacher", out);
        var x = new double[Math.toIntExact(out.length())];
        Draws.signs(Draws.start(key), 0, x, x.length);
        put(x, out);
    }

    @Override
    public void normal(long key, INDArray out) {
        Shapes.array("normal", out);
        var x = new double[Math.toIntExact(out.length())];
        Draws.normals(Draws.start(key), 0, x, x.length);
        put(x, out);
    }

    @Override
    public void dropMask(long key, double probability, INDArray out) {
        Shapes.array("dropMask", out);
        Draws.checkDropped(probability);
        var x = new double[Math.toIntExact(out.length())];
        Draws.kept(Draws.start(key), 0, probability, x, x.length);
        put(x, out);
    }

    @Override
    public void svd(INDArray a, INDArray u, INDArray s, INDArray v) {
        Shapes.svd(a, u, s, v);
        var x = host(a);
        if (!Arrays.stream(x).allMatch(Double::isFinite)) {
            throw new ArithmeticException("svd: " + Shapes.text(a) + " holds NaN or an infinity");
        }
        var m = Shapes.rows(a);
        var n = (int) Shapes.columns(a);
        var r = Math.min(m, n);
        var left = new double[m * r];
        var values = new double[r];
        var right = new double[n * r];
        OneSidedJacobi.svd(x, m, n, left, values, right);
        put(left, u);
        put(values, s);
        put(right, v);
    }

    @Override
    public void quantize(INDArray x, boolean signed, INDArray codes, INDArray scales) {
        Shapes.codes("quantize", x, codes, scales);
        var numbers = host(x);
        var bytes = new byte[numbers.length];
        var largest = new double[(int) scales.length()];
        for (var b = 0; b < largest.length; b++) {
            var from = b * ByteCode.BLOCK;
            var n = Math.min(ByteCode.BLOCK, numbers.length - from);
            largest[b] = ByteCode.of(signed).encode(numbers, from, n, bytes);
        }
        var places = new double[bytes.length];
        Arrays.setAll(places, i -> bytes[i]);
        put(places, codes);
        put(largest, scales);
    }

    @Override
    public void dequantize(INDArray codes, INDArray scales, boolean signed, INDArray x) {
        Shapes.codes("dequantize", x, codes, scales);
        var places = host(codes);
        var bytes = new byte[places.length];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) places[i];
        }
        var largest = host(scales);
        var numbers = new double[bytes.length];
        for (var b = 0; b < largest.length; b++) {
            var from = b * ByteCode.BLOCK;
            var n = Math.min(ByteCode.BLOCK, numbers.length - from);
            ByteCode.of(signed).decode(bytes, (float) largest[b], numbers, from, n);
        }
        put(numbers, x);
    }

    @Override
    public void activate(Activation f, INDArray x, INDArray y) {
        Shapes.same("activate", x, y);
        var in = matrix(x);
        var result =
                switch (f) {
                    case RELU -> Transforms.max(in, 0.0, true);
                    case GELU ->
                        in.mul(Transforms.tanh(inner(in), true).addi(1)).muli(0.5);
                    case TANH -> Transforms.tanh(in, true);
                    case SILU -> Transforms.sigmoid(in, true).muli(in);
                    case SIGMOID -> Transforms.sigmoid(in, true);
                    case QUADRATIC -> in.mul(in);
                    case HERMITE2 -> in.mul(in).subi(1).divi(Math.sqrt(2));
                    case HERMITE3 -> in.mul(in).subi(3).muli(in).divi(Math.sqrt(6));
                };
        y.assign(result.reshape('c', y.shape()));
    }

    @Override
    public void activateBackward(Activation f, INDArray x, INDArray dy, INDArray dx) {
        Shapes.same("activateBackward", x, dy);
        Shapes.same("activateBackward", x, dx);
        var in = matrix(x);
        var derivative =
                switch (f) {
                    case RELU -> in.gt(0).castTo(in.dataType());
                    case GELU -> {
                        var t = Transforms.tanh(inner(in), true);
                        var slope = in.mul(in).muli(3 * GELU_CUBIC).addi(1).muli(GELU_SCALE);
                        var bend = t.mul(t).rsubi(1).muli(slope).muli(in);
                        yield t.add(1).addi(bend).muli(0.5);
                    }
                    case TANH -> {
                        var t = Transforms.tanh(in, true);
                        yield t.mul(t).rsubi(1);
                    }
                    case SILU -> {
                        var p = Transforms.sigmoid(in, true);
                        yield p.rsub(1).muli(in).addi(1).muli(p);
                    }
                    case SIGMOID -> {
                        var p = Transforms.sigmoid(in, true);
                        yield p.rsub(1).muli(p);
                    }
                    case QUADRATIC -> in.mul(2);
                    case HERMITE2 -> in.mul(Math.sqrt(2));
                    case HERMITE3 -> in.mul(in).muli(3).subi(3).divi(Math.sqrt(6));
                };
        dx.assign(matrix(dy).muli(derivative).reshape('c', dx.shape()));
    }

    private static INDArray inner(INDArray x) {
        return x.mul(x).muli(GELU_CUBIC).addi(1).muli(x).muli(GELU_SCALE);
    }

    @Override
    public void softmax(INDArray x, INDArray y) {
        Shapes.same("softmax", x, y);
        var k = (int) Shapes.columns(x);
        var z = host(x);
        for (var at = 0; at < z.length; at += k) {
            var max = Double.NEGATIVE_INFINITY;
            for (var j = at; j < at + k; j++) {
                max = Math.max(max, z[j]);
            }
            var sum = 0.0;
            for (var j = at; j < at + k; j++) {
                z[j] = Math.exp(z[j] - max);
                sum += z[j];
            }
            for (var j = at; j < at + k; j++) {
                z[j] /= sum;
            }
        }
        put(z, y);
    }

    @Override
    public double softmaxCrossEntropy(INDArray logits, INDArray targets, INDArray gradient) {
        var indices = Shapes.classIndices(logits, targets, gradient);
        var n = Shapes.rows(logits);
        var k = (int) Shapes.columns(logits);
        var z = host(logits);
        var t = host(targets);
        var loss = 0.0;
        for (var i = 0; i < n; i++) {
            var max = Double.NEGATIVE_INFINITY;
            for (var j = 0; j < k; j++) {
                max = Math.max(max, z[i * k + j]);
            }
            var sum = 0.0;
            for (var j = 0; j < k; j++) {
                sum += Math.exp(z[i * k + j] - max);
            }
            var wanted = indices ? Shapes.classIndex(t[i], i, k) : -1;
            var mass = 0.0;
            for (var j = 0; j < k; j++) {
                mass += indices ? (j == wanted ? 1 : 0) : t[i * k + j];
            }
            for (var j = 0; j < k; j++) {
                var target = indices ? (j == wanted ? 1 : 0) : t[i * k + j];
                var shifted = z[i * k + j] - max;
                if (target != 0) {
                    loss += target * (Math.log(sum) - shifted);
                }
                z[i * k + j] = (mass * Math.exp(shifted) / sum - target) / n;
            }
        }
        put(z, gradient);
        return loss / n;
    }

    @Override
    public double squaredError(INDArray outputs, INDArray targets, INDArray gradient) {
        Shapes.same("squaredError", outputs, targets);
        Shapes.same("squaredError", outputs, gradient);
        var difference = matrix(outputs).subi(matrix(targets));
        var loss = dot(difference, difference) / (2.0 * Shapes.rows(outputs));
        gradient.assign(difference.divi(Shapes.rows(outputs)).reshape('c', gradient.shape()));
        return loss;
    }

    @Override
    public void blockProducts(
            boolean transposeA,
            boolean transposeB,
            double alpha,
            INDArray a,
            Blocks blocksOfA,
            INDArray b,
            Blocks blocksOfB,
            double beta,
            INDArray c,
            Blocks blocksOfC) {
        sequences.blockProducts(transposeA, transposeB, alpha, a, blocksOfA, b, blocksOfB, beta, c, blocksOfC);
    }

    @Override
    public void causalSoftmax(INDArray scores) {
        sequences.causalSoftmax(scores);
    }

    @Override
    public void softmaxBackward(INDArray p, INDArray dp, INDArray ds) {
        sequences.softmaxBackward(p, dp, ds);
    }

    @Override
    public void softmaxBackwardTangent(INDArray p, INDArray pDot, INDArray dp, INDArray dpDot, INDArray out) {
        sequences.softmaxBackwardTangent(p, pDot, dp, dpDot, out);
    }

    @Override
    public void normalizeRows(boolean centered, double epsilon, INDArray x, INDArray xHat, INDArray inverse) {
        sequences.normalizeRows(centered, epsilon, x, xHat, inverse);
    }

    @Override
    public void normalizeRowsBackward(boolean centered, INDArray xHat, INDArray inverse, INDArray dy, INDArray dx) {
        sequences.normalizeRowsBackward(centered, xHat, inverse, dy, dx);
    }

    @Override
    public void normalizeRowsTangent(
            boolean centered, INDArray xHat, INDArray inverse, INDArray xDot, INDArray xHatDot, INDArray inverseDot) {
        sequences.normalizeRowsTangent(centered, xHat, inverse, xDot, xHatDot, inverseDot);
    }

    @Override
    public void normalizeRowsBackwardTangent(
            boolean centered,
            INDArray xHat,
            INDArray inverse,
            INDArray xHatDot,
            INDArray inverseDot,
            INDArray dy,
            INDArray dyDot,
            INDArray out) {
        sequences.normalizeRowsBackwardTangent(centered, xHat, inverse, xHatDot, inverseDot, dy, dyDot, out);
    }

    @Override
    public void scaleColumns(INDArray gain, INDArray x, INDArray y) {
        sequences.scaleColumns(gain, x, y);
    }

    @Override
    public void scaleAndShiftColumns(INDArray gain, INDArray bias, INDArray x, INDArray y) {
        sequences.scaleAndShiftColumns(gain, bias, x, y);
    }

    @Override
    public void columnDots(INDArray x, INDArray y, INDArray out) {
        sequences.columnDots(x, y, out);
    }

    @Override
    public void addRepeated(INDArray table, INDArray x, INDArray y) {
        sequences.addRepeated(table, x, y);
    }

    @Override
    public void sumRepeated(INDArray x, INDArray out) {
        sequences.sumRepeated(x, out);
    }

    @Override
    public void gatherRows(INDArray table, INDArray indices, INDArray out) {
        sequences.gatherRows(table, indices, out);
    }

    @Override
    public void scatterAddRows(INDArray indices, INDArray dy, INDArray dTable) {
        sequences.scatterAddRows(indices, dy, dTable);
    }

    @Override
    public Compiled compile(Program program, INDArray... buffers) {
        Shapes.program(program, buffers);
        var owned = buffers.clone();
        return scalars -> {
            Shapes.scalars(program, scalars);
            // Every value is found before the first is written, so that writes see old numbers only.
            var done = new IdentityHashMap<Expr, INDArray>();
            var results = program.writes().stream()
                    .map(write -> evaluate(write.value(), owned, scalars, done))
                    .toList();
            for (var w = 0; w < results.size(); w++) {
                var target = owned[program.writes().get(w).buffer()];
                target.assign(results.get(w).dup('c').reshape('c', target.shape()));
            }
        };
    }

    private static INDArray evaluate(Expr node, INDArray[] buffers, double[] scalars, Map<Expr, INDArray> done) {
        var known = done.get(node);
        if (known != null) {
            return known;
        }
        var value =
                switch (node.getClass().getSimpleName()) {
                    case "Load" -> buffers[((Expr.Load) node).buffer()].dup('c').reshape('c', 1, buffers[0].length());
                    case "Scalar" -> constant(scalars[((Expr.Scalar) node).index()], buffers[0]);
                    case "Literal" -> constant(((Expr.Literal) node).value(), buffers[0]);
                    default -> apply((Expr.Apply) node, buffers, scalars, done);
                };
        done.put(node, value);
        return value;
    }

    private static INDArray constant(double value, INDArray like) {
        return Nd4j.valueArrayOf(new long[] {1, like.length()}, value, like.dataType());
    }

    private static INDArray apply(Expr.Apply node, INDArray[] buffers, double[] scalars, Map<Expr, INDArray> done) {
        var a = evaluate(node.operands().get(0), buffers, scalars, done);
        var b = node.operands().size() > 1 ? evaluate(node.operands().get(1), buffers, scalars, done) : a;
        return switch (node.operator()) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.sub(b);
            case MULTIPLY -> a.mul(b);
            case DIVIDE -> a.div(b);
            case MAX -> Transforms.max(a, b, true);
            case MIN -> Transforms.min(a, b, true);
            case NEGATE -> a.neg();
            case SQRT -> Transforms.sqrt(a, true);
            case ABS -> Transforms.abs(a, true);
            case SIGN -> Transforms.sign(a, true);
            case EXP -> Transforms.exp(a, true);
            case LOG -> Transforms.log(a, true);
        };
    }

    // Through the entries one by one where a bulk copy would mistake a view for its whole buffer.
    static double[] host(INDArray x) {
        return x.dup('c').reshape(x.length()).castTo(DataType.DOUBLE).toDoubleVector();
    }

    static void put(double[] values, INDArray x) {
        x.assign(Nd4j.createFromArray(values).castTo(x.dataType()).reshape('c', x.shape()));
    }

    @Override
    public void patches(Sliding window, INDArray x, INDArray out) {
        ImageShapes.images("patches", window, x, window.channels(), out, window.patch());
        put(ImageLoops.patches(window, host(x)), out);
    }

    @Override
    public void patchesAdjoint(Sliding window, INDArray dPatches, INDArray dx) {
        ImageShapes.images("patchesAdjoint", window, dx, window.channels(), dPatches, window.patch());
        put(ImageLoops.patchesAdjoint(window, host(dPatches)), dx);
    }

    @Override
    public void convolve(Sliding window, INDArray x, INDArray w, double beta, INDArray y) {
        ImageShapes.convolution("convolve", window, x, w, y);
        gemm(false, true, 1, patches(window, x), w, beta, y);
    }

    @Override
    public void convolveWithBias(Sliding window, INDArray x, INDArray w, INDArray bias, INDArray y) {
        ImageShapes.convolution("convolveWithBias", window, x, w, y);
        Shapes.vector("convolveWithBias", bias, Shapes.rows(w), y);
        convolve(window, x, w, 0, y);
        addBias(bias, y);
    }

    @Override
    public void convolveWeightAndBias(Sliding window, INDArray x, INDArray dy, INDArray dw, INDArray db) {
        ImageShapes.convolution("convolveWeightAndBias", window, x, dw, dy);
        Shapes.arrays("convolveWeightAndBias", db, dy);
        Shapes.output("convolveWeightAndBias", db, Shapes.rows(dw), 1);
        convolveWeight(window, x, dy, 0, dw);
        columnSums(dy, db);
    }

    @Override
    public void convolveWeight(Sliding window, INDArray x, INDArray dy, double beta, INDArray dw) {
        ImageShapes.convolution("convolveWeight", window, x, dw, dy);
        gemm(true, false, 1, dy, patches(window, x), beta, dw);
    }

    private static INDArray patches(Sliding window, INDArray x) {
        var p = ImageLoops.patches(window, host(x));
        return Nd4j.createFromArray(p).castTo(x.dataType()).reshape('c', p.length / window.patch(), window.patch());
    }

    @Override
    public void convolveInput(Sliding window, INDArray dy, INDArray w, double beta, INDArray dx) {
        ImageShapes.convolution("convolveInput", window, dx, w, dy);
        var sum = ImageLoops.patchesAdjoint(window, host(product(matrix(dy), matrix(w))));
        accumulate(
                1,
                Nd4j.createFromArray(sum).castTo(dx.dataType()).reshape('c', Shapes.rows(dx), Shapes.columns(dx)),
                beta,
                dx);
    }

    @Override
    public void maxPool(Sliding window, INDArray x, INDArray chosen, INDArray y) {
        ImageShapes.chosen("maxPool", window, x, chosen, y);
        var in = host(x);
        var choice = ImageLoops.largest(window, in);
        put(choice, chosen);
        put(ImageLoops.take(window, in, choice), y);
    }

    @Override
    public void takeChosen(Sliding window, INDArray x, INDArray chosen, INDArray y) {
        ImageShapes.chosen("takeChosen", window, x, chosen, y);
        put(ImageLoops.take(window, host(x), host(chosen)), y);
    }

    @Override
    public void putChosen(Sliding window, INDArray dy, INDArray chosen, INDArray dx) {
        ImageShapes.chosen("putChosen", window, dx, chosen, dy);
        put(ImageLoops.put(window, host(dy), host(chosen)), dx);
    }

    @Override
    public void averagePool(Sliding window, INDArray x, INDArray y) {
        ImageShapes.pooled("averagePool", window, x, y);
        put(ImageLoops.average(window, host(x)), y);
    }

    @Override
    public void averagePoolAdjoint(Sliding window, INDArray dy, INDArray dx) {
        ImageShapes.pooled("averagePoolAdjoint", window, dx, dy);
        put(ImageLoops.averageAdjoint(window, host(dy)), dx);
    }
}
