package org.guideddescent.compute;

import java.util.Arrays;

/** Bodies of sweeps that fold the rows or the columns of a matrix x into a vector y. */
final class Folds {
    /** Rows taken in as floats before the sum goes on in double: quick, and too few to lose digits. */
    private static final int FLOAT_ROWS = 16;

    private Folds() {}

    /** A panel of {@link Sweep#byRows}. */
    static void rows(Fold fold, Sweep s, Scratch scratch, int panel) {
        var height = s.height(panel);
        var columns = s.columns;
        var at = s.x(panel);
        var results = scratch.doubles(3, Math.max(height, Scratch.BLOCK))[2];
        if (height > 1) {
            fold(fold, s, scratch, at, s.size(panel), columns, results);
        } else {
            results[0] = 0;
            for (var from = 0; from < columns; from += Scratch.BLOCK) {
                var n = Math.min(Scratch.BLOCK, columns - from);
                var before = results[0];
                fold(fold, s, scratch, at + from * s.bytes(), n, n, results);
                results[0] = fold.join(before, results[0]);
            }
        }
        s.write(scratch, s.y() + s.firstRow(panel) * s.bytes(), results, height);
    }

    /** results[r] ← the fold of row r of n numbers at {@code at}, in rows of {@code columns}. */
    private static void fold(Fold fold, Sweep s, Scratch scratch, long at, int n, int columns, double[] results) {
        if (s.isFloat) {
            var x = scratch.floats(1, n)[0];
            Memory.read(at, x, n);
            for (var r = 0; r * columns < n; r++) {
                results[r] = fold.of(x, r * columns, columns);
            }
        } else {
            var x = scratch.doubles(1, n)[0];
            Memory.read(at, x, n);
            for (var r = 0; r * columns < n; r++) {
                results[r] = fold.of(x, r * columns, columns);
            }
        }
    }

    /** A panel of {@link Sweep#byColumns}. */
    static void columns(Fold fold, Sweep s, Scratch scratch, int panel) {
        var n = s.across(panel);
        var d = scratch.doubles(2, n);
        var total = d[0];
        Arrays.fill(total, 0, n, 0);
        if (s.isFloat) {
            floatColumns(fold, s, scratch, panel, total, n);
        } else {
            for (var i = 0; i < s.rows; i++) {
                Memory.read(s.x(panel) + i * s.xStride() * 8, d[1], n);
                fold.into(total, d[1], 0, n);
            }
        }
        s.write(scratch, s.y() + s.firstColumn(panel) * s.bytes(), total, n);
    }

    private static void floatColumns(Fold fold, Sweep s, Scratch scratch, int panel, double[] total, int n) {
        var stride = s.xStride();
        var whole = stride == n;
        var f = scratch.floats(2, whole ? FLOAT_ROWS * n : n);
        for (var first = 0; first < s.rows; first += FLOAT_ROWS) {
            var count = Math.min(FLOAT_ROWS, s.rows - first);
            Arrays.fill(f[1], 0, n, 0);
            var at = s.x(panel) + first * stride * 4;
            if (whole) {
                Memory.read(at, f[0], count * n);
            }
            for (var i = 0; i < count; i++) {
                if (!whole) {
                    Memory.read(at + i * stride * 4, f[0], n);
                }
                fold.into(f[1], f[0], whole ? i * n : 0, n);
            }
            for (var j = 0; j < n; j++) {
                total[j] = fold.join(total[j], f[1][j]);
            }
        }
    }
}
