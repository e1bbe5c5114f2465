package org.guideddescent.model;

import org.guideddescent.compute.Blocks;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link CausalAttention} on memory. Its letters: q, k, v, y lie as heads in rows of positions, s as stacked squares. */
final class AttentionPass implements Pass {
    private final Ops ops;
    private final double alpha;
    private final Blocks q;
    private final Blocks k;
    private final Blocks v;
    private final Blocks y;
    private final Blocks s;
    private final INDArray out;
    private final INDArray p;
    private final INDArray dp;
    private final INDArray dx;
    private final Later outDot;
    private final Later pDot;
    private final Later dpDot;
    private final Later dxDot;

    AttentionPass(Setting setting, int heads, double multiplier) {
        ops = setting.ops();
        int n = setting.examples();
        int positions = setting.input().positions();
        int width = setting.input().channels() / 3;
        int each = width / heads;
        alpha = multiplier / Math.sqrt(each);
        q = Blocks.heads(n, positions, heads, each, 3, 0);
        k = Blocks.heads(n, positions, heads, each, 3, 1);
        v = Blocks.heads(n, positions, heads, each, 3, 2);
        y = Blocks.heads(n, positions, heads, each, 1, 0);
        s = Blocks.stacked(n, heads, positions, positions);
        int rows = setting.rows();
        int squares = Math.multiplyExact(n * heads, positions);
        out = setting.array(rows, width);
        p = setting.array(squares, positions);
        dp = setting.array(squares, positions);
        dx = setting.array(rows, 3 * width);
        outDot = setting.later(rows, width);
        pDot = setting.later(squares, positions);
        dpDot = setting.later(squares, positions);
        dxDot = setting.later(rows, 3 * width);
    }

    /** c ← factor a b + beta c. */
    private void product(
            double factor, INDArray a, Blocks ofA, INDArray b, Blocks ofB, double beta, INDArray c, Blocks ofC) {
        ops.blockProducts(false, false, factor, a, ofA, b, ofB, beta, c, ofC);
    }

    /** c ← factor a bᵀ + beta c. */
    private void timesTurned(
            double factor, INDArray a, Blocks ofA, INDArray b, Blocks ofB, double beta, INDArray c, Blocks ofC) {
        ops.blockProducts(false, true, factor, a, ofA, b, ofB, beta, c, ofC);
    }

    /** c ← factor aᵀ b + beta c. */
    private void turnedTimes(
            double factor, INDArray a, Blocks ofA, INDArray b, Blocks ofB, double beta, INDArray c, Blocks ofC) {
        ops.blockProducts(true, false, factor, a, ofA, b, ofB, beta, c, ofC);
    }

    @Override
    public INDArray forward(INDArray[] params, INDArray x) {
        timesTurned(alpha, x, q, x, k, 0, p, s);
        ops.causalSoftmax(p);
        product(1, p, s, x, v, 0, out, y);
        return out;
    }

    @Override
    public INDArray backward(
            INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
        if (!wantsInput) {
            return dy;
        }
        timesTurned(1, dy, y, x, v, 0, dp, s);
        ops.softmaxBackward(p, dp, dp);
        gradients(x, dy);
        return dx;
    }

    /** dx ← from dS, which dp holds, and dy. */
    private void gradients(INDArray x, INDArray dy) {
        product(alpha, dp, s, x, k, 0, dx, q);
        turnedTimes(alpha, dp, s, x, q, 0, dx, k);
        turnedTimes(1, p, s, dy, y, 0, dx, v);
    }

    @Override
    public INDArray tangent(Line line) {
        if (!line.inputMoves()) {
            ops.fill(0, outDot.array());
            return outDot.array();
        }
        timesTurned(alpha, line.xDot(), q, line.x(), k, 0, pDot.array(), s);
        timesTurned(alpha, line.x(), q, line.xDot(), k, 1, pDot.array(), s);
        ops.softmaxBackward(p, pDot.array(), pDot.array());
        product(1, pDot.array(), s, line.x(), v, 0, outDot.array(), y);
        product(1, p, s, line.xDot(), v, 1, outDot.array(), y);
        return outDot.array();
    }

    @Override
    public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
        if (!wantsInput) {
            return;
        }
        var dy = gradient.value();
        var dyDot = gradient.speed();
        var dsDot = dpDot.array();
        var speed = dxDot.array();
        timesTurned(1, dy, y, line.x(), v, 0, dp, s);
        timesTurned(1, dyDot, y, line.x(), v, 0, dsDot, s);
        if (line.inputMoves()) {
            timesTurned(1, dy, y, line.xDot(), v, 1, dsDot, s);
            ops.softmaxBackwardTangent(p, pDot.array(), dp, dsDot, dsDot);
        } else {
            ops.softmaxBackward(p, dsDot, dsDot);
        }
        ops.softmaxBackward(p, dp, dp);
        product(alpha, dsDot, s, line.x(), k, 0, speed, q);
        turnedTimes(alpha, dsDot, s, line.x(), q, 0, speed, k);
        turnedTimes(1, p, s, dyDot, y, 0, speed, v);
        if (line.inputMoves()) {
            product(alpha, dp, s, line.xDot(), k, 1, speed, q);
            turnedTimes(alpha, dp, s, line.xDot(), q, 1, speed, k);
            turnedTimes(1, pDot.array(), s, dy, y, 1, speed, v);
        }
        gradients(line.x(), dy);
        gradient.set(dx, speed);
    }
}
