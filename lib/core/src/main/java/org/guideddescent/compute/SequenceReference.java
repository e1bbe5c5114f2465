package org.guideddescent.compute;

import static org.guideddescent.compute.Nd4jOps.host;
import static org.guideddescent.compute.Nd4jOps.put;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The primitives of sequences as loops over copies in double: slow and plain, for {@link Nd4jOps}. */
final class SequenceReference implements SequenceOps {
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
        SequenceShapes.products(transposeA, transposeB, a, blocksOfA, b, blocksOfB, c, blocksOfC);
        var left = host(a);
        var right = host(b);
        var out = host(c);
        int k = transposeA ? blocksOfA.rows() : blocksOfA.columns();
        for (int block = 0; block < blocksOfC.count(); block++) {
            for (int i = 0; i < blocksOfC.rows(); i++) {
                for (int j = 0; j < blocksOfC.columns(); j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += left[place(blocksOfA, block, transposeA ? p : i, transposeA ? i : p)]
                                * right[place(blocksOfB, block, transposeB ? j : p, transposeB ? p : j)];
                    }
                    int at = place(blocksOfC, block, i, j);
                    out[at] = alpha * sum + (beta == 0 ? 0 : beta * out[at]);
                }
            }
        }
        put(out, c);
    }

    private static int place(Blocks blocks, int block, int row, int column) {
        long o = block / blocks.inner();
        long i = block % blocks.inner();
        return Math.toIntExact(blocks.offset()
                + o * blocks.outerStride()
                + i * blocks.innerStride()
                + row * blocks.rowStride()
                + column);
    }

    @Override
    public void causalSoftmax(INDArray scores) {
        SequenceShapes.causal(scores);
        int k = (int) Shapes.columns(scores);
        var x = host(scores);
        for (int i = 0; i < x.length / k; i++) {
            int seen = i % k + 1;
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < seen; j++) {
                max = Math.max(max, x[i * k + j]);
            }
            double sum = 0;
            for (int j = 0; j < seen; j++) {
                sum += Math.exp(x[i * k + j] - max);
            }
            for (int j = 0; j < k; j++) {
                x[i * k + j] = j < seen ? Math.exp(x[i * k + j] - max) / sum : 0;
            }
        }
        put(x, scores);
    }

    @Override
    public void softmaxBackward(INDArray p, INDArray dp, INDArray ds) {
        SequenceShapes.same("softmaxBackward", p, dp, ds);
        int k = (int) Shapes.columns(p);
        var shares = host(p);
        var d = host(dp);
        var out = new double[d.length];
        for (int row = 0; row < d.length / k; row++) {
            double mean = along(shares, d, row, k);
            for (int i = row * k; i < (row + 1) * k; i++) {
                out[i] = shares[i] * (d[i] - mean);
            }
        }
        put(out, ds);
    }

    @Override
    public void softmaxBackwardTangent(INDArray p, INDArray pDot, INDArray dp, INDArray dpDot, INDArray out) {
        SequenceShapes.same("softmaxBackwardTangent", p, pDot, dp);
        SequenceShapes.same("softmaxBackwardTangent", p, dpDot, out);
        int k = (int) Shapes.columns(p);
        var q = host(p);
        var qDot = host(pDot);
        var d = host(dp);
        var dDot = host(dpDot);
        var result = new double[d.length];
        for (int row = 0; row < d.length / k; row++) {
            double mean = along(q, d, row, k);
            double moved = along(qDot, d, row, k) + along(q, dDot, row, k);
            for (int i = row * k; i < (row + 1) * k; i++) {
                result[i] = qDot[i] * (d[i] - mean) + q[i] * (dDot[i] - moved);
            }
        }
        put(result, out);
    }

    /** Σ x y over a row. */
    private static double along(double[] x, double[] y, int row, int k) {
        double sum = 0;
        for (int j = row * k; j < (row + 1) * k; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    private static double mean(boolean wanted, double[] x, int row, int k) {
        double sum = 0;
        for (int j = row * k; j < (row + 1) * k; j++) {
            sum += x[j];
        }
        return wanted ? sum / k : 0;
    }

    @Override
    public void normalizeRows(boolean centered, double epsilon, INDArray x, INDArray xHat, INDArray inverse) {
        SequenceShapes.epsilon(epsilon);
        Shapes.same("normalizeRows", x, xHat);
        SequenceShapes.perRow("normalizeRows", inverse, x);
        int k = (int) Shapes.columns(x);
        var v = host(x);
        var r = new double[v.length / k];
        for (int i = 0; i < r.length; i++) {
            double mu = mean(centered, v, i, k);
            for (int j = i * k; j < (i + 1) * k; j++) {
                v[j] -= mu;
            }
            r[i] = 1 / Math.sqrt(along(v, v, i, k) / k + epsilon);
            for (int j = i * k; j < (i + 1) * k; j++) {
                v[j] *= r[i];
            }
        }
        put(v, xHat);
        put(r, inverse);
    }

    @Override
    public void normalizeRowsBackward(boolean centered, INDArray xHat, INDArray inverse, INDArray dy, INDArray dx) {
        SequenceShapes.same("normalizeRowsBackward", xHat, dy, dx);
        SequenceShapes.perRow("normalizeRowsBackward", inverse, xHat);
        put(derivative(centered, xHat, inverse, dy), dx);
    }

    @Override
    public void normalizeRowsTangent(
            boolean centered, INDArray xHat, INDArray inverse, INDArray xDot, INDArray xHatDot, INDArray inverseDot) {
        SequenceShapes.same("normalizeRowsTangent", xHat, xDot, xHatDot);
        SequenceShapes.perRow("normalizeRowsTangent", inverse, xHat);
        SequenceShapes.perRow("normalizeRowsTangent", inverseDot, xHat);
        int k = (int) Shapes.columns(xHat);
        var hat = host(xHat);
        var v = host(xDot);
        var r = host(inverse);
        var moved = derivative(centered, xHat, inverse, xDot);
        for (int i = 0; i < r.length; i++) {
            r[i] = -r[i] * r[i] * along(v, hat, i, k) / k;
        }
        put(moved, xHatDot);
        put(r, inverseDot);
    }

    private static double[] derivative(boolean centered, INDArray xHat, INDArray inverse, INDArray dy) {
        int k = (int) Shapes.columns(xHat);
        var hat = host(xHat);
        var r = host(inverse);
        var v = host(dy);
        var out = new double[v.length];
        for (int row = 0; row < r.length; row++) {
            double mu = mean(centered, v, row, k);
            double a = along(v, hat, row, k) / k;
            for (int i = row * k; i < (row + 1) * k; i++) {
                out[i] = r[row] * (v[i] - mu - hat[i] * a);
            }
        }
        return out;
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
        SequenceShapes.same("normalizeRowsBackwardTangent", xHat, xHatDot, dy);
        SequenceShapes.same("normalizeRowsBackwardTangent", xHat, dyDot, out);
        SequenceShapes.perRow("normalizeRowsBackwardTangent", inverse, xHat);
        SequenceShapes.perRow("normalizeRowsBackwardTangent", inverseDot, xHat);
        int k = (int) Shapes.columns(xHat);
        var hat = host(xHat);
        var hatDot = host(xHatDot);
        var r = host(inverse);
        var rDot = host(inverseDot);
        var v = host(dy);
        var vDot = host(dyDot);
        var result = new double[v.length];
        for (int row = 0; row < r.length; row++) {
            double a = along(v, hat, row, k) / k;
            double aDot = (along(vDot, hat, row, k) + along(v, hatDot, row, k)) / k;
            double mu = mean(centered, v, row, k);
            double muDot = mean(centered, vDot, row, k);
            for (int i = row * k; i < (row + 1) * k; i++) {
                result[i] = rDot[row] * (v[i] - mu - hat[i] * a)
                        + r[row] * (vDot[i] - muDot - hatDot[i] * a - hat[i] * aDot);
            }
        }
        put(result, out);
    }

    @Override
    public void scaleColumns(INDArray gain, INDArray x, INDArray y) {
        Shapes.same("scaleColumns", x, y);
        SequenceShapes.perColumn("scaleColumns", gain, x);
        affine(host(gain), new double[(int) gain.length()], x, y);
    }

    @Override
    public void scaleAndShiftColumns(INDArray gain, INDArray bias, INDArray x, INDArray y) {
        Shapes.same("scaleAndShiftColumns", x, y);
        SequenceShapes.perColumn("scaleAndShiftColumns", gain, x);
        SequenceShapes.perColumn("scaleAndShiftColumns", bias, x);
        affine(host(gain), host(bias), x, y);
    }

    private static void affine(double[] gain, double[] bias, INDArray x, INDArray y) {
        var v = host(x);
        for (int i = 0; i < v.length; i++) {
            v[i] = gain[i % gain.length] * v[i] + bias[i % gain.length];
        }
        put(v, y);
    }

    @Override
    public void columnDots(INDArray x, INDArray y, INDArray out) {
        Shapes.same("columnDots", x, y);
        SequenceShapes.perColumn("columnDots", out, x);
        var v = host(x);
        var w = host(y);
        var sums = new double[(int) out.length()];
        for (int i = 0; i < v.length; i++) {
            sums[i % sums.length] += v[i] * w[i];
        }
        put(sums, out);
    }

    @Override
    public void addRepeated(INDArray table, INDArray x, INDArray y) {
        Shapes.same("addRepeated", x, y);
        SequenceShapes.repeated("addRepeated", table, x);
        var added = host(table);
        var v = host(x);
        for (int i = 0; i < v.length; i++) {
            v[i] += added[i % added.length];
        }
        put(v, y);
    }

    @Override
    public void sumRepeated(INDArray x, INDArray out) {
        SequenceShapes.repeated("sumRepeated", out, x);
        var v = host(x);
        var sums = new double[(int) out.length()];
        for (int i = 0; i < v.length; i++) {
            sums[i % sums.length] += v[i];
        }
        put(sums, out);
    }

    @Override
    public void gatherRows(INDArray table, INDArray indices, INDArray out) {
        SequenceShapes.indexed("gatherRows", table, indices, out);
        int k = (int) Shapes.columns(table);
        var from = host(table);
        var index = host(indices);
        var rows = new double[index.length * k];
        for (int i = 0; i < rows.length; i++) {
            int row = IndexedRows.index("gatherRows", index[i / k], i / k, Shapes.rows(table));
            rows[i] = from[row * k + i % k];
        }
        put(rows, out);
    }

    @Override
    public void scatterAddRows(INDArray indices, INDArray dy, INDArray dTable) {
        SequenceShapes.indexed("scatterAddRows", dTable, indices, dy);
        int k = (int) Shapes.columns(dTable);
        var into = host(dTable);
        var index = host(indices);
        var rows = host(dy);
        for (int i = 0; i < rows.length; i++) {
            int row = IndexedRows.index("scatterAddRows", index[i / k], i / k, Shapes.rows(dTable));
            into[row * k + i % k] += rows[i];
        }
        put(into, dTable);
    }
}
