package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class CheckpointTest {
    @TempDir
    Path folder;

    @Test
    void aCheckpointOfAnotherRulePrintsBothTextsAndChangesNothing() {
        var file = saved(Optimizers.adamW(0.1));
        var other = trained(Optimizers.adam(0.1), 2);
        double[] before = other.weights().flat().toDoubleVector();
        var e = assertThrows(IllegalArgumentException.class, () -> other.load(file));
        assertTrue(e.getMessage().contains("it was written by " + Optimizers.adamW(0.1)), e.getMessage());
        assertTrue(e.getMessage().contains("but this optimizer is " + Optimizers.adam(0.1)), e.getMessage());
        assertArrayEquals(before, other.weights().flat().toDoubleVector());
        assertEquals(2, other.steps());
    }

    @Test
    void aCheckpointOfAnotherLibraryVersionIsRefused() throws IOException {
        var file = saved(Optimizers.adam(0.1));
        edit(file, "/about.txt", text -> text.replaceAll("version=.*", "version=9.9"));
        var e = assertThrows(IllegalArgumentException.class, () -> trained(Optimizers.adam(0.1), 1)
                .load(file));
        assertTrue(e.getMessage().contains("library version 9.9 but this is"), e.getMessage());
    }

    @Test
    void stateThatIsMissingOrTooMuchIsNamed() throws IOException {
        var file = saved(Optimizers.adam(0.1));
        move(file, "/state/Adam/m.npy", "/state/Adam/n.npy");
        var e = assertThrows(IllegalArgumentException.class, () -> trained(Optimizers.adam(0.1), 1)
                .load(file));
        assertTrue(e.getMessage().endsWith("it holds state/Adam/n.npy, which this optimizer has not"), e.getMessage());
        move(file, "/state/Adam/n.npy", "/elsewhere.npy");
        e = assertThrows(IllegalArgumentException.class, () -> trained(Optimizers.adam(0.1), 1)
                .load(file));
        assertTrue(e.getMessage().endsWith("state/Adam/m.npy is missing from it"), e.getMessage());
    }

    private static void move(Path zip, String from, String to) throws IOException {
        try (var files = FileSystems.newFileSystem(zip)) {
            Files.move(files.getPath(from), files.getPath(to));
        }
    }

    @Test
    void anInterruptedThreadStillSaves() {
        Thread.currentThread().interrupt();
        try {
            var file = saved(Optimizers.adam(0.1));
            assertTrue(Thread.currentThread().isInterrupted());
            assertTrue(Files.exists(file));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void aDamagedFileIsNamedAndChangesNothing() throws IOException {
        var file = saved(Optimizers.adam(0.1));
        byte[] whole = Files.readAllBytes(file);
        var optimizer = trained(Optimizers.adam(0.1), 1);
        double[] before = optimizer.weights().flat().toDoubleVector();
        for (int cut = 0; cut < whole.length; cut += 17) {
            Files.write(file, java.util.Arrays.copyOf(whole, cut));
            var e = assertThrows(IllegalArgumentException.class, () -> optimizer.load(file));
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        }
        // One wrong bit in the numbers of a state: the checksum finds it.
        int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("NUMPY") + 130;
        whole[at] ^= 4;
        Files.write(file, whole);
        assertThrows(IllegalArgumentException.class, () -> optimizer.load(file));
        assertArrayEquals(before, optimizer.weights().flat().toDoubleVector());
        assertEquals(1, optimizer.steps());
    }

    @Test
    void aMissingFileOrFolderIsASentence() {
        var optimizer = trained(Optimizers.adam(0.1), 1);
        var e = assertThrows(UncheckedIOException.class, () -> optimizer.load(folder.resolve("none.zip")));
        assertTrue(e.getMessage().contains("none.zip"), e.getMessage());
        assertThrows(UncheckedIOException.class, () -> optimizer.save(folder.resolve("no/such/folder/c.zip")));
    }

    @Test
    void savingLeavesNothingButTheFile() throws IOException {
        saved(Optimizers.adam(0.1));
        saved(Optimizers.adam(0.1));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void equalStatesAreEqualFiles() throws IOException {
        byte[] first = Files.readAllBytes(saved(Optimizers.adam(0.1)));
        assertArrayEquals(first, Files.readAllBytes(saved(Optimizers.adam(0.1))));
    }

    @Test
    void aLossThatIsNoNumberStopsBeforeAnythingChanges() {
        var optimizer = trained(Optimizers.adam(0.1), 3);
        double[] before = optimizer.weights().flat().toDoubleVector();
        var grad = optimizer.weights().like();
        grad.flat().assign(Double.NaN);
        var e = assertThrows(DivergenceException.class, () -> optimizer.step(grad, Double.NaN));
        assertEquals(
                "loss is NaN at step 4 (rule Adam[beta1=0.9, beta2=0.999, eps=1.0E-8].schedule("
                        + org.guideddescent.schedule.Schedules.constant(0.1)
                        + "), largest |d| in x [5×1]); the weights of step 3 are kept",
                e.getMessage());
        assertArrayEquals(before, optimizer.weights().flat().toDoubleVector());
    }

    private Path saved(Transform rule) {
        var file = folder.resolve("checkpoint.zip");
        trained(rule, 3).save(file);
        return file;
    }

    private static Optimizer trained(Transform rule, int steps) {
        var theta = ParamVector.zeros(Layout.vector(5), DataType.DOUBLE);
        var optimizer = new Optimizer(rule, theta);
        var grad = theta.like();
        for (int i = 0; i < steps; i++) {
            grad.flat().assign(1.5 + i);
            optimizer.step(grad, 1);
        }
        return optimizer;
    }

    private static void edit(Path zip, String entry, java.util.function.UnaryOperator<String> change)
            throws IOException {
        try (var files = FileSystems.newFileSystem(zip)) {
            var path = files.getPath(entry);
            Files.writeString(path, change.apply(Files.readString(path)));
        }
    }
}
