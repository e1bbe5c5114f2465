package org.guideddescent.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * NumPy's file format, versions 1 to 3, for numbers of any type that ND4J has too. What {@link Npy} is for checkpoints, strict
 * and one way, this is for files of other programs.
 */
final class NpyArray {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|(\\[))");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L, ]*)\\)");
    private static final Map<String, DataType> TYPES = types();

    private NpyArray() {}

    private static Map<String, DataType> types() {
        var types = new LinkedHashMap<String, DataType>();
        types.put("f2", DataType.FLOAT16);
        types.put("f4", DataType.FLOAT);
        types.put("f8", DataType.DOUBLE);
        types.put("i1", DataType.INT8);
        types.put("i2", DataType.INT16);
        types.put("i4", DataType.INT32);
        types.put("i8", DataType.INT64);
        types.put("u1", DataType.UINT8);
        types.put("b1", DataType.BOOL);
        return types;
    }

    /** The array as a file's bytes, of version 1, little-endian and row by row. */
    static byte[] bytes(String name, INDArray a) {
        int room = Math.toIntExact(Math.multiplyExact(a.length(), a.dataType().width()));
        var bytes = Npy.begin(descr(name, a.dataType()), a.shape(), room);
        if (room > 0) {
            a.dup('c').data().asNio().get(bytes, bytes.length - room, room);
        }
        return bytes;
    }

    private static String descr(String name, DataType type) {
        for (var known : TYPES.entrySet()) {
            if (known.getValue() == type) {
                return (type.width() == 1 ? "|" : "<") + known.getKey();
            }
        }
        throw new IllegalArgumentException("'" + name + "' is of type " + type + ", which NumPy has not; have "
                + TYPES.values() + ", cast it with castTo");
    }

    /**
     * The array of a file's bytes.
     *
     * @throws IllegalArgumentException if they are none, or of things that are no numbers
     */
    static INDArray of(String name, byte[] bytes) {
        if (bytes.length < 10 || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            throw new IllegalArgumentException(name + " is not a NumPy array");
        }
        int version = bytes[6];
        if (version < 1 || version > 3) {
            throw new IllegalArgumentException(name + " is of NumPy's format " + version + ", have 1, 2 and 3");
        }
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(8);
        int length = version == 1 ? Short.toUnsignedInt(in.getShort()) : in.remaining() < 4 ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException(name + " is cut off in its header");
        }
        var header = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return read(name, header, in);
    }

    private static INDArray read(String name, String header, ByteBuffer in) {
        var descr = DESCR.matcher(header);
        var fortran = FORTRAN.matcher(header);
        var dims = SHAPE.matcher(header);
        if (!descr.find() || !fortran.find() || !dims.find()) {
            throw new IllegalArgumentException(
                    name + " has the header " + header.strip() + ", which is not understood");
        }
        if (descr.group(1) == null) {
            throw new IllegalArgumentException(name + " holds records; save each field as an array of its own");
        }
        var type = type(name, descr.group(1));
        long[] shape = Arrays.stream(dims.group(1).replace("L", "").split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        long n = 1;
        for (long d : shape) {
            n = Math.multiplyExact(n, d);
        }
        if (in.remaining() != Math.multiplyExact(n, type.width())) {
            throw new IllegalArgumentException(name + " has " + in.remaining() + " bytes of numbers, expected "
                    + n * type.width() + " for " + type + Arrays.toString(shape));
        }
        if (n == 0) {
            return Nd4j.create(type, shape);
        }
        boolean swapped = descr.group(1).charAt(0) == '>';
        boolean columns = fortran.group(1).equals("True") && shape.length > 1;
        // Column by column is row by row with the dimensions in the other order.
        var a = filled(type, columns ? reversed(shape) : shape, in, swapped);
        return columns
                ? a.permute(IntStream.range(0, shape.length)
                                .map(i -> shape.length - 1 - i)
                                .toArray())
                        .dup('c')
                : a;
    }

    private static DataType type(String name, String descr) {
        var type = descr.isEmpty() ? null : TYPES.get(descr.substring(1));
        if (type != null) {
            return type;
        }
        if (descr.contains("O")) {
            throw new IllegalArgumentException(
                    name + " holds Python objects, which are never unpickled here; save it as an array of numbers");
        }
        throw new IllegalArgumentException(name + " is of NumPy's type '" + descr + "', have " + TYPES.keySet()
                + "; cast it with astype before it is saved");
    }

    private static INDArray filled(DataType type, long[] shape, ByteBuffer in, boolean swapped) {
        var numbers = new byte[in.remaining()];
        in.get(numbers);
        if (swapped) {
            int width = type.width();
            for (int i = 0; i < numbers.length; i += width) {
                for (int low = i, high = i + width - 1; low < high; low++, high--) {
                    byte b = numbers[low];
                    numbers[low] = numbers[high];
                    numbers[high] = b;
                }
            }
        }
        var a = shape.length == 0 ? Nd4j.scalar(type, 0) : Nd4j.createUninitialized(type, shape);
        a.data().asNio().put(numbers);
        return a;
    }

    private static long[] reversed(long[] shape) {
        var other = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            other[i] = shape[shape.length - 1 - i];
        }
        return other;
    }
}
