package org.guideddescent.train;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Selector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * NumPy's {@code .npz}: arrays by name in one file, to and from Python.
 * <pre>
 *   Npz.writeWeights(file, optimizer.weights());          // np.load(file)['w1'] has the shape of w1 here
 *   Npz.readWeights(file, optimizer.weights());           // np.savez(file, w1=…, b1=…)
 *   optimizer.exportNpz(file);                            // weights, state and steps, see there
 * </pre>
 * Types are float16, float32, float64, int8, int16, int32, int64, uint8 and bool. A file is written under another name and
 * moved. Read is whatever {@code numpy.savez} and {@code numpy.savez_compressed} write of these types, in both byte and both
 * index orders; Python objects are refused and never unpickled. A checkpoint of {@link Optimizer#save} is such a file too.
 */
public final class Npz {
    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * Writes arrays to one file, in their order; equal arrays give equal files.
     *
     * @param file replaced if it is there
     * @param arrays by the names that they will have in Python; not modified
     * @throws IllegalArgumentException if NumPy lacks the type of one
     * @throws UncheckedIOException with the path; the file is then as it was
     */
    public static void write(Path file, Map<String, INDArray> arrays) {
        Checkpoint.replace(file, "file", zip -> {
            for (var a : arrays.entrySet()) {
                Checkpoint.put(zip, a.getKey() + SUFFIX, NpyArray.bytes(a.getKey(), a.getValue()));
            }
        });
    }

    /**
     * Reads all arrays of a file; entries that are none, such as a text, are left out.
     *
     * @param file written by NumPy or by {@link #write}
     * @return new arrays by name, in the order of the file, each in row-major order
     * @throws IllegalArgumentException if the file is damaged, or holds an array of another type; the message names both
     * @throws UncheckedIOException with the path, if it cannot be read
     */
    public static Map<String, INDArray> read(Path file) {
        var arrays = new LinkedHashMap<String, INDArray>();
        try (var zip = new ZipFile(file.toFile())) {
            var entries = zip.entries();
            while (entries.hasMoreElements()) {
                var name = entries.nextElement().getName();
                if (name.endsWith(SUFFIX)) {
                    arrays.put(
                            name.substring(0, name.length() - SUFFIX.length()),
                            NpyArray.of(name, Checkpoint.get(zip, name)));
                }
            }
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no file " + file, e);
        } catch (ZipException | EOFException | IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        return arrays;
    }

    /**
     * Writes each parameter under its name, in the shape [rows × columns] of its window.
     *
     * @param file replaced if it is there
     * @param weights not modified
     * @throws UncheckedIOException with the path; the file is then as it was
     */
    public static void writeWeights(Path file, ParamVector weights) {
        var arrays = new LinkedHashMap<String, INDArray>();
        for (var p : weights.layout().params()) {
            arrays.put(p.name(), weights.view(p));
        }
        write(file, arrays);
    }

    /**
     * As {@link #readWeights(Path, ParamVector, Selector)} with nothing transposed: for files of PyTorch, whose {@code
     * Linear.weight} is [out × in] as here, or of {@link #writeWeights}.
     *
     * @param file with an array for each parameter, and no other
     * @param weights overwritten
     * @throws IllegalArgumentException if names, shapes or types differ; the weights are then as they were
     * @throws UncheckedIOException with the path, if it cannot be read
     */
    public static void readWeights(Path file, ParamVector weights) {
        readWeights(file, weights, Selector.named());
    }

    /**
     * Reads each parameter by its name. A matrix has the shape of its window; a vector [n × 1] may also be [n] or [1 × n]; what
     * has more dimensions, as PyTorch's kernels [out × in × height × width], is a matrix of its first by all others.
     *
     * @param file with an array for each parameter, and no other
     * @param weights overwritten
     * @param transposed which matrices stand in the file as [in × out], as those of Keras, JAX and SameDiff do
     * @throws IllegalArgumentException if names, shapes or types differ, or a number is not finite; the weights are then as
     *     they were
     * @throws UncheckedIOException with the path, if it cannot be read
     */
    public static void readWeights(Path file, ParamVector weights, Selector transposed) {
        var flipped = weights.layout().select(transposed);
        var arrays = read(file);
        var found = new LinkedHashMap<Param, INDArray>();
        for (var p : weights.layout().params()) {
            found.put(p, windowOf(file, p, take(file, arrays, p.name()), weights, flipped.contains(p)));
        }
        refuseMore(file, arrays);
        found.forEach((p, a) -> weights.view(p).assign(a));
    }

    /** Removes the array of that name. */
    static INDArray take(Path file, Map<String, INDArray> arrays, String name) {
        var a = arrays.remove(name);
        if (a == null) {
            throw new IllegalArgumentException(
                    file + " holds no array '" + name + "'; what is left of it is " + arrays.keySet());
        }
        return a;
    }

    /** After all that is wanted was taken. */
    static void refuseMore(Path file, Map<String, INDArray> arrays) {
        if (!arrays.isEmpty()) {
            throw new IllegalArgumentException(file + " also holds " + arrays.keySet() + ", which is not wanted here");
        }
    }

    static INDArray windowOf(Path file, Param p, INDArray a, ParamVector weights, boolean transposed) {
        if (a.dataType() != weights.type()) {
            throw new IllegalArgumentException(p.name() + " is " + a.dataType() + " in " + file + " but "
                    + weights.type() + " here; cast it with astype in Python");
        }
        int rows = transposed ? p.cols() : p.rows();
        int cols = transposed ? p.rows() : p.cols();
        boolean vector = rows == 1 || cols == 1;
        boolean fits = a.length() == (long) rows * cols
                && (vector
                        ? Arrays.stream(a.shape()).filter(d -> d > 1).count() <= 1
                        : a.rank() > 1 && a.size(0) == rows);
        if (!fits) {
            throw new IllegalArgumentException(p.name() + " is " + Arrays.toString(a.shape()) + " in " + file
                    + " but " + Arrays.toString(new int[] {rows, cols}) + " is wanted"
                    + (transposed
                            ? ", since it is to be transposed"
                            : a.rank() == 2 && a.size(0) == cols && a.size(1) == rows
                                    ? "; name it in the selector of those that stand in the file as [in × out]"
                                    : ""));
        }
        if (!a.isInfinite().none() || !a.isNaN().none()) {
            throw new IllegalArgumentException(p.name() + " in " + file + " has numbers that are not finite");
        }
        var matrix = a.reshape('c', rows, cols);
        return transposed ? matrix.transpose() : matrix;
    }
}
