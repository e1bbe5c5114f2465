package org.guideddescent.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTest {
    private static final DataFolder DATA = DataFolder.find();

    @TempDir
    Path temp;

    @Test
    void fashionMnistHasItsCountsAndFirstLabels() {
        var mnist = FashionMnist.load();
        assertEquals(
                "Dataset[10000 examples of 784 numbers, 10 classes]",
                mnist.train().toString());
        assertEquals(
                "Dataset[10000 examples of 784 numbers, 10 classes]",
                mnist.test().toString());
        assertArrayEquals(new float[] {9, 0, 0, 3, 0, 2, 7, 2, 5, 5}, first(mnist.train(), 10));
        assertArrayEquals(new float[] {9, 2, 1, 1, 6, 1, 4, 6, 5, 7}, first(mnist.test(), 10));
        assertEquals("Ankle boot", mnist.train().classNames().get(9));
        assertEquals(0, mnist.train().inputs().minNumber().doubleValue());
        assertEquals(1, mnist.train().inputs().maxNumber().doubleValue());
        var counts = new int[10];
        for (float label : mnist.test().targets().data().asFloat()) {
            counts[(int) label]++;
        }
        for (int c : counts) {
            assertEquals(1000, c);
        }
    }

    private static float[] first(Dataset data, int n) {
        return Arrays.copyOf(data.targets().data().asFloat(), n);
    }

    @Test
    void theFullSetIsPointedAtWhenAbsent() throws IOException {
        Files.writeString(temp.resolve("SHA256SUMS"), "");
        var message = assertThrows(UncheckedIOException.class, () -> FashionMnist.full(new DataFolder(temp)))
                .getMessage();
        assertTrue(message.contains("run data/fetch-full"), message);
    }

    @Test
    void everyListedFileIsAsListed() {
        for (var name : Checksums.of(DATA.root()).sums().keySet()) {
            assertTrue(Files.isRegularFile(DATA.file(name)), name);
        }
    }

    @Test
    void aDamagedFileIsNamedWithBothSumsAndTheRemedy() throws IOException {
        var name = "tabular/longley.csv";
        var copy = temp.resolve(name);
        Files.createDirectories(copy.getParent());
        Files.copy(DATA.root().resolve("SHA256SUMS"), temp.resolve("SHA256SUMS"));
        var folder = new DataFolder(temp);
        assertEquals(
                copy + " is missing; restore it with: git checkout -- " + copy,
                assertThrows(UncheckedIOException.class, () -> folder.file(name))
                        .getMessage());
        var bytes = Files.readAllBytes(DATA.root().resolve(name));
        Files.write(copy, bytes);
        assertEquals(copy, folder.file(name));
        bytes[100] ^= 1;
        Files.write(copy, bytes);
        var message = assertThrows(UncheckedIOException.class, () -> folder.file(name))
                .getMessage();
        assertTrue(
                message.startsWith(copy + " is damaged: its SHA-256 should be "
                        + "0927ec7cc34edb5670920cb2ff1542e46de27a2010746e1662f4276cf3569a24 but is "),
                message);
        assertTrue(message.endsWith("; restore it with: git checkout -- " + copy), message);
        assertThrows(IllegalArgumentException.class, () -> folder.file("absent.csv"));
    }

    @Test
    void theFolderIsFoundFromBelow() throws IOException {
        var deep = Files.createDirectories(temp.resolve("a/b"));
        assertThrows(IllegalStateException.class, () -> DataFolder.above(deep));
        Files.createDirectories(temp.resolve("data"));
        Files.writeString(temp.resolve("data/SHA256SUMS"), "");
        assertEquals(temp.resolve("data"), DataFolder.above(deep).root());
    }

    @Test
    void idxFilesThatAreNotSoAreRefusedWithTheirPath() throws IOException {
        var file = temp.resolve("x.idx");
        Files.write(file, new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, (byte) 255, 51, 102});
        assertArrayEquals(
                new float[] {0, 1, 0.2f, 0.4f}, Idx.images(file).data().asFloat());
        assertEquals(
                file + " is not an IDX file of labels: it begins with 0x00000803, expected 0x00000801",
                assertThrows(UncheckedIOException.class, () -> Idx.labels(file)).getMessage());
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 19));
        assertEquals(
                file + " is truncated: its header says 2 rows of 2 numbers, which is 20 bytes, but it has 19",
                assertThrows(UncheckedIOException.class, () -> Idx.images(file)).getMessage());
        Files.write(file, new byte[3]);
        assertEquals(
                file + " is truncated: an IDX file of images begins with 16 bytes of header, this file has 3",
                assertThrows(UncheckedIOException.class, () -> Idx.images(file)).getMessage());
        var whole = Files.readAllBytes(DATA.file("images/fashion-mnist/t10k-labels-idx1-ubyte.gz"));
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        var message =
                assertThrows(UncheckedIOException.class, () -> Idx.labels(file)).getMessage();
        assertTrue(message.startsWith("cannot read " + file), message);
    }

    @Test
    void tablesAreRead() {
        var longley = Csv.read(DATA.file("tabular/longley.csv"));
        assertEquals(16, longley.rowCount());
        var m = Csv.matrix(longley, "YEAR", "TOTEMP");
        assertArrayEquals(new long[] {16, 2}, m.shape());
        assertArrayEquals(new double[] {1947, 60323}, m.getRow(0).toDoubleVector());
        var diamonds = Csv.read(DATA.file("tabular/diamonds.csv.gz"));
        assertEquals(53_940, diamonds.rowCount());
        assertEquals(7, Csv.matrix(diamonds).size(1));
        var letters = Csv.readWithoutHeader(DATA.file("tabular/letter-recognition.data.gz"));
        assertEquals(20_000, letters.rowCount());
        assertEquals(17, letters.columnCount());
        var message = assertThrows(IllegalArgumentException.class, () -> Csv.matrix(diamonds, "cut"))
                .getMessage();
        assertTrue(
                message.startsWith("table diamonds.csv.gz has no numeric column 'cut'; its columns are [carat"),
                message);
        assertFalse(m.isNaN().any());
    }
}
