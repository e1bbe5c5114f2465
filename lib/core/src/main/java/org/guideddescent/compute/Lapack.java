package org.guideddescent.compute;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgesdd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrs;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sgesdd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrs;
import static org.bytedeco.openblas.global.openblas.LAPACKE_ssyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Factorisations by LAPACKE. The caller has checked shapes and copied the input to where the result shall be. */
@SuppressWarnings("ReachabilityFenceUsage") // A call that throws touches the memory no more.
final class Lapack {
    private Lapack() {}

    /** Pointers and native room of a thread, kept from call to call. */
    private static final class Room {
        final Memory.Floats f = new Memory.Floats();
        final Memory.Floats g = new Memory.Floats();
        final Memory.Doubles d = new Memory.Doubles();
        final Memory.Doubles e = new Memory.Doubles();
        final Memory.Floats[] moreFloats = {new Memory.Floats(), new Memory.Floats()};
        final Memory.Doubles[] moreDoubles = {new Memory.Doubles(), new Memory.Doubles()};
        BytePointer bytes = new BytePointer(1024);

        long of(long size) {
            if (bytes.capacity() < size) {
                bytes.deallocate();
                bytes = new BytePointer(size);
            }
            return bytes.address();
        }
    }

    private static final ThreadLocal<Room> ROOM = ThreadLocal.withInitial(Room::new);

    private static boolean isFloat(INDArray x) {
        return x.dataType() == DataType.FLOAT;
    }

    /** vectors holds the matrix, and then its eigenvectors. */
    static void eigh(INDArray values, INDArray vectors) {
        var n = Shapes.rows(vectors);
        var stride = (int) Shapes.rowStride(vectors);
        var room = ROOM.get();
        var at = Memory.address(vectors);
        var valuesAt = Memory.address(values);
        var info = isFloat(vectors)
                ? LAPACKE_ssyevd(
                        LAPACK_ROW_MAJOR, (byte) 'V', (byte) 'U', n, room.f.aim(at), stride, room.g.aim(valuesAt))
                : LAPACKE_dsyevd(
                        LAPACK_ROW_MAJOR, (byte) 'V', (byte) 'U', n, room.d.aim(at), stride, room.e.aim(valuesAt));
        Reference.reachabilityFence(values);
        Reference.reachabilityFence(vectors);
        if (info != 0) {
            throw new ArithmeticException(
                    "eigh: " + Shapes.text(vectors) + (info < 0 ? " holds NaN" : " did not converge"));
        }
    }

    /** q holds the matrix, and then the basis. */
    static void qr(INDArray q) {
        var m = Shapes.rows(q);
        var n = (int) Shapes.columns(q);
        var stride = (int) Shapes.rowStride(q);
        var isFloat = isFloat(q);
        var bytes = isFloat ? 4L : 8L;
        var room = ROOM.get();
        var tau = room.of(n * bytes);
        var at = Memory.address(q);
        var signs = Scratch.current().doubles(2, Math.max(n, 1))[1];
        var info = isFloat
                ? LAPACKE_sgeqrf(LAPACK_ROW_MAJOR, m, n, room.f.aim(at), stride, room.g.aim(tau))
                : LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, m, n, room.d.aim(at), stride, room.e.aim(tau));
        if (info == 0) {
            for (var j = 0; j < n; j++) {
                var entry = (long) j * stride + j;
                signs[j] = (isFloat ? room.f.get(entry) : room.d.get(entry)) < 0 ? -1 : 1;
            }
            info = isFloat
                    ? LAPACKE_sorgqr(LAPACK_ROW_MAJOR, m, n, n, room.f, stride, room.g)
                    : LAPACKE_dorgqr(LAPACK_ROW_MAJOR, m, n, n, room.d, stride, room.e);
        }
        if (info != 0) {
            throw new ArithmeticException("qr: " + Shapes.text(q) + " holds NaN");
        }
        for (var i = 0; i < m; i++) {
            flip(isFloat, at + i * bytes * stride, signs, n);
        }
        Reference.reachabilityFence(q);
    }

    private static void flip(boolean isFloat, long at, double[] signs, int n) {
        if (isFloat) {
            var row = Scratch.current().floats(1, n)[0];
            Memory.read(at, row, n);
            for (var j = 0; j < n; j++) {
                row[j] *= (float) signs[j];
            }
            Memory.write(at, row, n);
        } else {
            var row = Scratch.current().doubles(1, n)[0];
            Memory.read(at, row, n);
            for (var j = 0; j < n; j++) {
                row[j] *= signs[j];
            }
            Memory.write(at, row, n);
        }
    }

    /**
     * Row by row a is aᵀ = v diag(s) uᵀ column by column, so LAPACK's right vectors are u as we store it, and only v has
     * to be turned.
     */
    static void svd(INDArray a, INDArray u, INDArray s, INDArray v) {
        var m = Shapes.rows(a);
        var n = (int) Shapes.columns(a);
        var r = Math.min(m, n);
        var isFloat = isFloat(a);
        var bytes = isFloat ? 4L : 8L;
        var room = ROOM.get();
        var copy = room.of(bytes * n * ((long) m + r));
        var turned = copy + bytes * m * n;
        var aAt = Memory.address(a);
        for (var i = 0; i < m; i++) {
            copyRow(isFloat, aAt + i * Shapes.rowStride(a) * bytes, copy + i * bytes * n, n);
        }
        var uAt = Memory.address(u);
        var sAt = Memory.address(s);
        var uStride = (int) Shapes.rowStride(u);
        var f = room.moreFloats;
        var d = room.moreDoubles;
        var info = isFloat
                ? LAPACKE_sgesdd(
                        LAPACK_COL_MAJOR,
                        (byte) 'S',
                        n,
                        m,
                        room.f.aim(copy),
                        n,
                        room.g.aim(sAt),
                        f[0].aim(turned),
                        n,
                        f[1].aim(uAt),
                        uStride)
                : LAPACKE_dgesdd(
                        LAPACK_COL_MAJOR,
                        (byte) 'S',
                        n,
                        m,
                        room.d.aim(copy),
                        n,
                        room.e.aim(sAt),
                        d[0].aim(turned),
                        n,
                        d[1].aim(uAt),
                        uStride);
        if (info != 0) {
            throw new ArithmeticException("svd: " + Shapes.text(a) + " did not converge");
        }
        turn(isFloat, turned, r, n, v);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(u);
        Reference.reachabilityFence(s);
    }

    /** v ← the transpose of the r × n numbers at {@code from}. */
    private static void turn(boolean isFloat, long from, int r, int n, INDArray v) {
        var bytes = isFloat ? 4L : 8L;
        var to = Memory.address(v);
        var stride = Shapes.rowStride(v);
        for (var i = 0; i < r; i += Sweep.TILE) {
            for (var j = 0; j < n; j += Sweep.TILE) {
                MatrixKernels.tile(
                        isFloat,
                        Scratch.current(),
                        from + ((long) i * n + j) * bytes,
                        n,
                        Math.min(Sweep.TILE, r - i),
                        Math.min(Sweep.TILE, n - j),
                        to + (j * stride + i) * bytes,
                        stride);
            }
        }
        Reference.reachabilityFence(v);
    }

    /** Solves a x = b; x is written only if a is positive definite. */
    static void choleskySolve(INDArray a, INDArray b, INDArray x, Runnable copyRightSide) {
        var n = Shapes.rows(a);
        var k = (int) Shapes.columns(b);
        var isFloat = isFloat(a);
        var bytes = isFloat ? 4L : 8L;
        var room = ROOM.get();
        var factor = room.of(bytes * n * n);
        var aAt = Memory.address(a);
        var aStride = Shapes.rowStride(a);
        for (var i = 0; i < n; i++) {
            copyRow(isFloat, aAt + i * aStride * bytes, factor + i * bytes * n, n);
        }
        Reference.reachabilityFence(a);
        var info = isFloat
                ? LAPACKE_spotrf(LAPACK_ROW_MAJOR, (byte) 'L', n, room.f.aim(factor), n)
                : LAPACKE_dpotrf(LAPACK_ROW_MAJOR, (byte) 'L', n, room.d.aim(factor), n);
        if (info != 0) {
            throw new ArithmeticException("choleskySolve: " + Shapes.text(a)
                    + (info < 0 ? " holds NaN" : " is not positive definite: leading minor " + info));
        }
        copyRightSide.run();
        var xAt = Memory.address(x);
        var stride = (int) Shapes.rowStride(x);
        info = isFloat
                ? LAPACKE_spotrs(LAPACK_ROW_MAJOR, (byte) 'L', n, k, room.f, n, room.g.aim(xAt), stride)
                : LAPACKE_dpotrs(LAPACK_ROW_MAJOR, (byte) 'L', n, k, room.d, n, room.e.aim(xAt), stride);
        Reference.reachabilityFence(x);
        if (info != 0) {
            throw new ArithmeticException("choleskySolve: the right side " + Shapes.text(b) + " holds NaN");
        }
    }

    private static void copyRow(boolean isFloat, long from, long to, int n) {
        if (isFloat) {
            var row = Scratch.current().floats(1, n)[0];
            Memory.read(from, row, n);
            Memory.write(to, row, n);
        } else {
            var row = Scratch.current().doubles(1, n)[0];
            Memory.read(from, row, n);
            Memory.write(to, row, n);
        }
    }
}
