package org.guideddescent.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** NumPy's file format, version 1.0, for little-endian float32, float64 and int8 in row-major order. */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '(<f4|<f8|\\|i1)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), \\}\\s*");

    private Npy() {}

    /** The array as a file's bytes. */
    static byte[] bytes(INDArray a) {
        int n = Math.toIntExact(a.length());
        byte[] bytes = begin(
                descr(a.dataType()),
                a.shape(),
                Math.multiplyExact(n, a.dataType().width()));
        var out = numbers(bytes, n * a.dataType().width());
        var flat = a.dup('c').reshape(new long[] {n});
        switch (a.dataType()) {
            case FLOAT -> out.asFloatBuffer().put(flat.toFloatVector());
            case DOUBLE -> out.asDoubleBuffer().put(flat.toDoubleVector());
            default -> {
                for (int code : flat.castTo(DataType.INT32).toIntVector()) {
                    out.put((byte) code);
                }
            }
        }
        return bytes;
    }

    /** Numbers row by row as a file's bytes: a matrix in float64, which may have no rows. */
    static byte[] bytes(double[] rows, int columns) {
        byte[] bytes = begin(
                descr(DataType.DOUBLE),
                new long[] {rows.length / columns, columns},
                Math.multiplyExact(rows.length, Double.BYTES));
        numbers(bytes, rows.length * Double.BYTES).asDoubleBuffer().put(rows);
        return bytes;
    }

    /** The last so many bytes. */
    private static ByteBuffer numbers(byte[] bytes, int length) {
        return ByteBuffer.wrap(bytes, bytes.length - length, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The header of an array in row-major order, with room behind it for so many bytes of numbers. */
    static byte[] begin(String descr, long[] shape, int room) {
        var dims = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        var dict = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + dims
                + (shape.length == 1 ? "," : "") + "), }";
        // The header ends in a newline and is padded so that the numbers start at a multiple of 64 bytes.
        int pad = 63 - (MAGIC.length + 2 + dict.length()) % 64;
        var header = (dict + " ".repeat(pad) + "\n").getBytes(StandardCharsets.US_ASCII);
        var bytes = new byte[Math.addExact(MAGIC.length + 2 + header.length, room)];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) header.length)
                .put(header);
        return bytes;
    }

    private static String descr(DataType type) {
        return switch (type) {
            case FLOAT -> "<f4";
            case DOUBLE -> "<f8";
            case BYTE -> "|i1";
            default -> throw new IllegalArgumentException("arrays of " + type + " are not saved");
        };
    }

    /**
     * The numbers of a file's bytes, in double, which holds a float exactly.
     *
     * @throws IllegalArgumentException if they are not an array of this shape and type
     */
    static double[] values(String name, byte[] bytes, long[] shape, DataType type) {
        var file = open(name, bytes);
        if (!file.descr().equals(descr(type)) || !Arrays.equals(file.shape(), shape)) {
            throw new IllegalArgumentException(name + " holds " + Arrays.toString(file.shape()) + " numbers of "
                    + file.width() + " bytes, expected " + Arrays.toString(shape) + " of " + type.width());
        }
        return file.numbers(name);
    }

    /** The numbers of a file that {@link #bytes(double[], int)} made, row by row, however many rows there are. */
    static double[] rows(String name, byte[] bytes, int columns) {
        var file = open(name, bytes);
        if (!file.descr().equals("<f8") || file.shape().length != 2 || file.shape()[1] != columns) {
            throw new IllegalArgumentException(name + " holds " + Arrays.toString(file.shape())
                    + " numbers, expected rows of " + columns + " in float64");
        }
        return file.numbers(name);
    }

    /** A file whose header was read. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares files or keeps one.
    private record Opened(String descr, long[] shape, ByteBuffer in) {
        int width() {
            return descr.charAt(2) - '0';
        }

        double[] numbers(String name) {
            int n = (int) Arrays.stream(shape).reduce(1, (p, q) -> p * q);
            if (in.remaining() != n * width()) {
                throw new IllegalArgumentException(
                        name + " has " + in.remaining() + " bytes of numbers, expected " + n * width());
            }
            var out = new double[n];
            for (int i = 0; i < n; i++) {
                out[i] = width() == 1 ? in.get() : width() == 4 ? in.getFloat() : in.getDouble();
            }
            return out;
        }
    }

    private static Opened open(String name, byte[] bytes) {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < MAGIC.length + 2 || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            throw new IllegalArgumentException(name + " is not a NumPy array of format 1.0");
        }
        int length = Short.toUnsignedInt(in.getShort(MAGIC.length));
        int begin = MAGIC.length + 2 + length;
        if (begin > bytes.length) {
            throw new IllegalArgumentException(name + " is cut off in its header");
        }
        var header = new String(bytes, MAGIC.length + 2, length, StandardCharsets.US_ASCII);
        var match = HEADER.matcher(header);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    name + " has the header " + header.strip() + ", which is not understood");
        }
        var found = Arrays.stream(match.group(2).split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        in.position(begin);
        return new Opened(match.group(1), found, in);
    }
}
