package org.guideddescent.train;

import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.space.Selector.everyMatrix;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.guideddescent.compute.Ops;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files of NumPy's, proved by NumPy itself where there is one. */
class NpzTest {
    private static final Layout LAYOUT = Layout.builder()
            .add("w1", Role.HIDDEN, 3, 2)
            .add("b1", Role.BIAS, 3, 1)
            .build();

    @TempDir
    private Path folder;

    private static final List<DataType> TYPES = List.of(
            DataType.FLOAT16,
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.UINT8,
            DataType.BOOL);

    private static Map<String, INDArray> everyKind() {
        var arrays = new LinkedHashMap<String, INDArray>();
        for (var type : TYPES) {
            arrays.put(
                    "a/" + type,
                    Nd4j.createFromArray(0.0, 1, 2, 3, 4, 5).castTo(type).reshape('c', 2, 3));
        }
        arrays.put("scalar", Nd4j.scalar(2.5));
        arrays.put("vector", Nd4j.createFromArray(1.5f, -2.5f));
        arrays.put("empty", Nd4j.create(DataType.FLOAT, 0, 3));
        arrays.put(
                "view",
                Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}}).transpose());
        return arrays;
    }

    @Test
    void everyTypeAndShapeComesBackAsItWas() {
        var file = folder.resolve("all.npz");
        var arrays = everyKind();
        Npz.write(file, arrays);
        var back = Npz.read(file);
        assertEquals(List.copyOf(arrays.keySet()), List.copyOf(back.keySet()));
        arrays.forEach((name, a) -> {
            var b = back.get(name);
            assertEquals(a.dataType(), b.dataType(), name);
            assertArrayEquals(a.shape(), b.shape(), name);
            if (!a.isEmpty()) {
                assertEquals(a.dup('c').toString(), b.toString(), name);
            }
        });
    }

    @Test
    void numpyReadsEveryTypeAndShape() throws Exception {
        Npz.write(folder.resolve("all.npz"), everyKind());
        var said = python("""
                import numpy, sys
                f = numpy.load(sys.argv[1] + '/all.npz')
                for k in f: print(k, f[k].dtype, f[k].shape, f[k].tolist())
                """);
        assertEquals(
                List.of(
                        "a/HALF float16 (2, 3) [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]",
                        "a/FLOAT float32 (2, 3) [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]",
                        "a/DOUBLE float64 (2, 3) [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]",
                        "a/BYTE int8 (2, 3) [[0, 1, 2], [3, 4, 5]]",
                        "a/SHORT int16 (2, 3) [[0, 1, 2], [3, 4, 5]]",
                        "a/INT int32 (2, 3) [[0, 1, 2], [3, 4, 5]]",
                        "a/LONG int64 (2, 3) [[0, 1, 2], [3, 4, 5]]",
                        "a/UBYTE uint8 (2, 3) [[0, 1, 2], [3, 4, 5]]",
                        "a/BOOL bool (2, 3) [[False, True, True], [True, True, True]]",
                        "scalar float64 () 2.5",
                        "vector float32 (2,) [1.5, -2.5]",
                        "empty float32 (0, 3) []",
                        "view float64 (3, 2) [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]"),
                said);
    }

    @Test
    void whatNumpySavesIsReadInEveryTypeOrderAndVersion() throws Exception {
        python("""
                import numpy, sys, warnings, zipfile, io
                arrays = {}
                for t in ['<f2', '>f2', '<f4', '>f4', '<f8', '>f8', 'i1', '<i2', '>i2', '<i4', '>i4', '<i8', '>i8', 'u1', '?']:
                    a = numpy.arange(24).reshape(2, 3, 4).astype(t)
                    arrays[t.replace('<', 'l').replace('>', 'b').replace('?', 'bool')] = a
                    arrays['fortran ' + t.replace('<', 'l').replace('>', 'b').replace('?', 'bool')] = numpy.asfortranarray(a)
                arrays['scalar'] = numpy.array(7.25)
                arrays['empty'] = numpy.zeros((0, 4), 'f4')
                numpy.savez(sys.argv[1] + '/plain.npz', **arrays)
                numpy.savez_compressed(sys.argv[1] + '/small.npz', **arrays)
                with zipfile.ZipFile(sys.argv[1] + '/versions.npz', 'w') as z:
                    for v in [(1, 0), (2, 0), (3, 0)]:
                        b = io.BytesIO()
                        numpy.lib.format.write_array(b, numpy.arange(3.0), version=v)
                        z.writestr('v%d.npy' % v[0], b.getvalue())
                """);
        for (var file : List.of("plain.npz", "small.npz")) {
            var arrays = Npz.read(folder.resolve(file));
            assertEquals(32, arrays.size());
            assertEquals(7.25, arrays.remove("scalar").getDouble());
            assertArrayEquals(new long[] {0, 4}, arrays.remove("empty").shape());
            arrays.forEach((name, a) -> {
                assertArrayEquals(new long[] {2, 3, 4}, a.shape(), name);
                var numbers = a.castTo(DataType.DOUBLE);
                for (int i = 0; i < 24; i++) {
                    double expected = name.endsWith("bool") ? Math.min(i, 1) : i;
                    assertEquals(expected, numbers.getDouble(i / 12, i / 4 % 3, i % 4), name);
                }
            });
            assertEquals(DataType.FLOAT16, arrays.get("bf2").dataType());
            assertEquals(DataType.UINT8, arrays.get("u1").dataType());
        }
        Npz.read(folder.resolve("versions.npz"))
                .forEach((name, a) -> assertArrayEquals(new double[] {0, 1, 2}, a.toDoubleVector(), name));
    }

    @Test
    void whatIsNoNumberIsRefusedInWords() throws Exception {
        python("""
                import numpy, sys
                numpy.savez(sys.argv[1] + '/objects.npz', a=numpy.array([{}, 1], dtype=object))
                numpy.savez(sys.argv[1] + '/text.npz', a=numpy.array(['x']))
                numpy.savez(sys.argv[1] + '/complex.npz', a=numpy.array([1j]))
                numpy.savez(sys.argv[1] + '/records.npz', a=numpy.zeros(2, dtype=[('x', 'f4'), ('y', 'i4')]))
                """);
        refused("objects.npz", "a.npy holds Python objects, which are never unpickled");
        refused("text.npz", "NumPy's type '<U1'");
        refused("complex.npz", "NumPy's type '<c16'");
        refused("records.npz", "a.npy holds records");
    }

    private void refused(String file, String words) {
        var e = assertThrows(IllegalArgumentException.class, () -> Npz.read(folder.resolve(file)));
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertTrue(e.getMessage().contains(file), e.getMessage());
    }

    @Test
    void aDamagedOrMissingFileIsNamed() throws IOException {
        var file = folder.resolve("all.npz");
        Npz.write(file, everyKind());
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut < whole.length; cut += 97) {
            Files.write(file, Arrays.copyOf(whole, cut));
            refused("all.npz", "cannot read");
        }
        assertThrows(UncheckedIOException.class, () -> Npz.read(folder.resolve("none.npz")));
        var e = assertThrows(
                IllegalArgumentException.class, () -> Npz.write(file, Map.of("x", Nd4j.zeros(DataType.BFLOAT16, 2))));
        assertTrue(e.getMessage().contains("'x' is of type BFLOAT16"), e.getMessage());
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    private static ParamVector weights() {
        var theta = ParamVector.zeros(LAYOUT, DataType.FLOAT);
        Ops.current().normal(1, theta.flat());
        return theta;
    }

    @Test
    void weightsHaveTheirNamesAndShapes() {
        var file = folder.resolve("weights.npz");
        var theta = weights();
        Npz.writeWeights(file, theta);
        var arrays = Npz.read(file);
        assertArrayEquals(new long[] {3, 2}, arrays.get("w1").shape());
        assertArrayEquals(new long[] {3, 1}, arrays.get("b1").shape());
        var back = theta.like();
        Npz.readWeights(file, back);
        assertArrayEquals(theta.flat().toFloatVector(), back.flat().toFloatVector());
    }

    @Test
    void weightsOfOtherLibrariesAreTransposedWhereToldAndFlattenedWhereNeeded() {
        var file = folder.resolve("weights.npz");
        var theta = weights();
        var arrays = new LinkedHashMap<String, INDArray>();
        arrays.put("w1", theta.view("w1").transpose().dup('c'));
        arrays.put("b1", theta.view("b1").dup('c').reshape(3));
        Npz.write(file, arrays);
        var back = theta.like();
        says("name it in the selector", () -> Npz.readWeights(file, back));
        Npz.readWeights(file, back, everyMatrix());
        assertArrayEquals(theta.flat().toFloatVector(), back.flat().toFloatVector());
        arrays.put("w1", theta.view("w1").dup('c').reshape('c', 3, 1, 2, 1));
        Npz.write(file, arrays);
        back.flat().assign(0);
        Npz.readWeights(file, back);
        assertArrayEquals(theta.flat().toFloatVector(), back.flat().toFloatVector());
    }

    @Test
    void weightsThatDoNotFitAreNamedAndNothingChanges() {
        var theta = weights();
        float[] before = theta.flat().toFloatVector();
        var good = Map.of("w1", Nd4j.ones(DataType.FLOAT, 3, 2), "b1", Nd4j.ones(DataType.FLOAT, 3));
        reading("holds no array 'b1'", theta, good, "b1", Optional.empty());
        reading("also holds [c]", theta, good, "c", Optional.of(Nd4j.ones(DataType.FLOAT, 1)));
        reading("w1 is [4, 2] in", theta, good, "w1", Optional.of(Nd4j.ones(DataType.FLOAT, 4, 2)));
        reading("w1 is DOUBLE in", theta, good, "w1", Optional.of(Nd4j.ones(DataType.DOUBLE, 3, 2)));
        reading("not finite", theta, good, "b1", Optional.of(Nd4j.createFromArray(1, Float.NaN, 2)));
        reading("not finite", theta, good, "b1", Optional.of(Nd4j.createFromArray(1, Float.NEGATIVE_INFINITY, 2)));
        assertArrayEquals(before, theta.flat().toFloatVector());
    }

    private void reading(
            String words, ParamVector theta, Map<String, INDArray> good, String name, Optional<INDArray> change) {
        var file = folder.resolve("bad.npz");
        var arrays = new LinkedHashMap<>(good);
        change.ifPresentOrElse(a -> arrays.put(name, a), () -> arrays.remove(name));
        Npz.write(file, arrays);
        says(words, () -> Npz.readWeights(file, theta));
    }

    private static void says(String words, Runnable call) {
        var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    private static Optimizer trained(Transform rule, int steps) {
        var optimizer = new Optimizer(rule, weights());
        descend(optimizer, 0, steps);
        return optimizer;
    }

    private static void descend(Optimizer optimizer, int from, int to) {
        for (int i = from; i < to; i++) {
            Ops.current().normal(100 + i, optimizer.gradient().flat());
            optimizer.step(optimizer.gradient(), 1);
        }
    }

    private static List<Transform> rules() {
        return List.of(
                Optimizers.adamW(0.1),
                route(everyMatrix(), Optimizers.soap(0.1)).otherwise(Optimizers.adamW(0.1)),
                route(everyMatrix(), Optimizers.shampoo(0.1)).otherwise(Optimizers.adamW(0.1)),
                Optimizers.adamWInBytes(0.1, 0.01),
                Optimizers.scheduleFreeAdamW(0.1, 0.1, 2));
    }

    @Test
    void afterAnExportThatNobodyChangedTheStepsAreBitwiseTheSame() {
        var file = folder.resolve("optimizer.npz");
        for (var rule : rules()) {
            trained(rule, 3).exportNpz(file);
            var back = trained(rule, 1);
            back.importNpz(file);
            assertEquals(3, back.steps());
            descend(back, 3, 6);
            assertArrayEquals(
                    trained(rule, 6).weights().flat().toFloatVector(),
                    back.weights().flat().toFloatVector(),
                    rule.toString());
        }
    }

    @Test
    void pythonHandsAWholeOptimizerBackBitByBitOrChanged() throws Exception {
        var rule = Optimizers.adamW(0.1);
        trained(rule, 3).exportNpz(folder.resolve("optimizer.npz"));
        var said = python("""
                import numpy, sys
                f = dict(numpy.load(sys.argv[1] + '/optimizer.npz'))
                for k in f: print(k, f[k].shape)
                numpy.savez_compressed(sys.argv[1] + '/same.npz', **f)
                for k in f:
                    if k.startswith('weights/'): f[k] *= numpy.float32(0.5)
                    if k.startswith('state/'): f[k] = numpy.zeros_like(f[k])
                f['steps'] = 0
                numpy.savez(sys.argv[1] + '/changed.npz', **f)
                """);
        assertTrue(said.containsAll(List.of("weights/w1 (3, 2)", "weights/b1 (3, 1)", "steps ()")), said.toString());
        var same = trained(rule, 1);
        same.importNpz(folder.resolve("same.npz"));
        descend(same, 3, 6);
        assertArrayEquals(
                trained(rule, 6).weights().flat().toFloatVector(),
                same.weights().flat().toFloatVector());
        var changed = trained(rule, 1);
        changed.importNpz(folder.resolve("changed.npz"));
        var expected = new Optimizer(rule, weights());
        expected.weights().flat().assign(trained(rule, 3).weights().flat().mul(0.5));
        assertArrayEquals(
                expected.weights().flat().toFloatVector(),
                changed.weights().flat().toFloatVector());
        descend(expected, 0, 2);
        descend(changed, 0, 2);
        assertArrayEquals(
                expected.weights().flat().toFloatVector(),
                changed.weights().flat().toFloatVector());
    }

    @Test
    void pythonOpensACheckpointChangesItAndWeGoOn() throws Exception {
        var rule = Optimizers.adam(0.1);
        trained(rule, 3).save(folder.resolve("checkpoint.zip"));
        var said = python("""
                import io, numpy, sys, zipfile
                c = numpy.load(sys.argv[1] + '/checkpoint.zip')
                print(sorted(c.files))
                print([line for line in c['about.txt'].decode('utf-8').splitlines() if line.startswith('type=')][0])
                with zipfile.ZipFile(sys.argv[1] + '/doubled.zip', 'w') as z:
                    z.writestr('about.txt', c['about.txt'])
                    for k in c.files:
                        if k != 'about.txt':
                            b = io.BytesIO()
                            numpy.save(b, c[k] * numpy.float32(2) if k == 'weights' else c[k])
                            z.writestr(k + '.npy', b.getvalue())
                """);
        assertEquals("['about.txt', 'state/Adam/m', 'state/Adam/v', 'weights']", said.get(0));
        assertEquals("type=FLOAT", said.get(1));
        var back = trained(rule, 1);
        back.load(folder.resolve("doubled.zip"));
        assertEquals(3, back.steps());
        assertArrayEquals(
                trained(rule, 3).weights().flat().mul(2).toFloatVector(),
                back.weights().flat().toFloatVector());
        trained(rule, 3)
                .state()
                .forEach((name, a) ->
                        assertEquals(a.toString(), back.state().get(name).toString(), name));
    }

    @Test
    void anExportOfAnotherOptimizerIsRefusedAndNothingChanges() {
        var file = folder.resolve("optimizer.npz");
        trained(Optimizers.adamW(0.1), 2).exportNpz(file);
        var other = trained(Optimizers.heavyBall(0.1, 0.9), 1);
        float[] before = other.weights().flat().toFloatVector();
        says("holds no array 'state/", () -> other.importNpz(file));
        var plain = trained(Optimizers.sgd(0.1), 1);
        says("also holds [state/", () -> plain.importNpz(file));
        var arrays = Npz.read(file);
        var key = arrays.keySet().stream()
                .filter(k -> k.startsWith("state/"))
                .findFirst()
                .orElseThrow();
        var sound = arrays.put(key, Nd4j.zeros(DataType.FLOAT, 2));
        Npz.write(file, arrays);
        var same = trained(Optimizers.adamW(0.1), 1);
        says(key + " is FLOAT[2] in", () -> same.importNpz(file));
        arrays.put(key, sound);
        arrays.put("steps", Nd4j.scalar(-1L));
        Npz.write(file, arrays);
        says("steps in", () -> same.importNpz(file));
        assertEquals(1, same.steps());
        assertArrayEquals(before, other.weights().flat().toFloatVector());
    }

    private List<String> python(String program) throws Exception {
        for (var candidate : candidates()) {
            if (answers(candidate)) {
                var process = new ProcessBuilder(candidate, "-c", program, folder.toString())
                        .redirectErrorStream(true)
                        .start();
                var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(0, process.waitFor(), said);
                return said.lines().toList();
            }
        }
        if ("true".equals(System.getenv("CI"))) {
            fail("no python3 with numpy; tried " + candidates());
        }
        return abort("no python3 with numpy; tried " + candidates());
    }

    private static List<String> candidates() {
        var candidates = new ArrayList<String>();
        Optional.ofNullable(System.getenv("GUIDED_DESCENT_PYTHON")).ifPresent(candidates::add);
        candidates.addAll(List.of("python3", "/usr/bin/python3"));
        return candidates;
    }

    private static boolean answers(String python) throws InterruptedException {
        try {
            var process = new ProcessBuilder(python, "-c", "import numpy")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
