package org.guideddescent.kernel.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.guideddescent.kernel.jshell.CellInterrupted;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    record Point(int x, int y) {}

    record Holder(String name, List<Integer> values) {}

    /** A list that counts how often it is read, of any size and with no memory. */
    private static final class Endless extends AbstractList<Integer> implements RandomAccess {
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public Integer get(int index) {
            reads.incrementAndGet();
            return index;
        }

        @Override
        public int size() {
            return Integer.MAX_VALUE;
        }
    }

    @Test
    void smallValuesReadAsJavaPrintsThem() {
        for (Object value : new Object[] {
            7,
            2.5,
            "two\nlines",
            'c',
            List.of(1, 2),
            Arrays.asList("a", null),
            Set.of(),
            new TreeMap<>(Map.of("a", 1, "b", List.of())),
            Optional.of(List.of(3)),
            Optional.empty(),
            new Point(1, 2),
            List.of(new Point(1, 2)),
            Thread.State.NEW,
            java.time.Duration.ofSeconds(3),
            new java.io.File("a.txt")
        }) {
            assertEquals(String.valueOf(value), PlainText.of(value));
        }
        assertEquals("null", PlainText.of(null));
    }

    @Test
    void arraysReadAsJShellPrintsThem() {
        assertEquals("int[3] { 1, 2, 3 }", PlainText.of(new int[] {1, 2, 3}));
        assertEquals("String[2] { \"a\", null }", PlainText.of(new String[] {"a", null}));
        assertEquals("char[1] { 'x' }", PlainText.of(new char[] {'x'}));
        assertEquals("int[0] { }", PlainText.of(new int[0]));
        assertEquals("int[2][] { int[1] { 1 }, int[2] { 2, 3 } }", PlainText.of(new int[][] {{1}, {2, 3}}), "ragged");
    }

    @Test
    void aMatrixShowsItsShapeAndAlignedRows() {
        assertEquals(
                "double[2][3]\n   1.0     2.0    10.5\n-0.001     4.0     NaN",
                PlainText.of(new double[][] {{1, 2, 10.5}, {-0.001, 4, Double.NaN}}));
        String large = PlainText.of(new float[1000][500]);
        assertTrue(large.startsWith("float[1000][500]\n0.0  0.0"), large);
        assertTrue(large.contains("\n… 985 more rows\n"), large);
        assertEquals(17, large.lines().count());
    }

    @Test
    void theMiddleOfALongValueIsLeftOutAndNotRead() {
        Endless endless = new Endless();
        String text = PlainText.of(endless);
        assertTrue(text.startsWith("[0, 1, 2, "), text);
        assertTrue(
                text.endsWith(
                        "19, … 2,147,483,622 more …, 2147483642, 2147483643, 2147483644, 2147483645, 2147483646]"),
                text);
        assertEquals(25, endless.reads.get());
        assertTrue(PlainText.of(new int[10_000_000]).startsWith("int[10000000] { 0, 0"));
        assertTrue(PlainText.of(new Holder("h", endless)).startsWith("Holder[name=h, values=[0, 1, 2, "));
        assertEquals(100, PlainText.of(IntStream.range(0, 100).boxed().toList()).split(",").length);
    }

    @Test
    void whatContainsItselfEnds() {
        List<Object> list = new ArrayList<>(List.of(1));
        list.add(list);
        list.add(List.of(Optional.of(list)));
        assertEquals("[1, (this Collection), [Optional[(this Collection)]]]", PlainText.of(list));
        Object[] array = new Object[1];
        array[0] = array;
        assertEquals("Object[1] { … }", PlainText.of(array));
        Object deep = 1;
        for (int i = 0; i < 100_000; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        assertEquals("[[[[[[[[…]]]]]]]]", PlainText.of(deep));
    }

    @Test
    void aWideTreeIsCutAtTheCap() {
        Object tree = "leaf";
        for (int i = 0; i < 7; i++) {
            tree = java.util.Collections.nCopies(100, tree);
        }
        assertTrue(PlainText.of(tree).length() < PlainText.CAP + 1000);
    }

    @Test
    void longTextIsCutWithANoteAndNotInsideACharacter() {
        String text = PlainText.of("x".repeat(PlainText.CAP - 1) + "\ud83d\ude00".repeat(1000));
        assertEquals("x".repeat(PlainText.CAP - 1) + "\n… 2,000 more characters", text);
    }

    @Test
    void whatCanBeReadOnceIsNotRead() {
        AtomicInteger reads = new AtomicInteger();
        Stream<Integer> stream = Stream.generate(reads::incrementAndGet);
        assertTrue(PlainText.of(stream).contains("not read"), PlainText.of(stream));
        assertTrue(PlainText.of(IntStream.iterate(1, i -> i + 1)).contains(".limit(10).boxed().toList()"));
        assertEquals(List.of(1, 2), stream.limit(2).toList());
        Iterator<Integer> iterator = List.of(1).iterator();
        assertTrue(PlainText.of(iterator).contains("an iterator, not read"));
        assertEquals(1, iterator.next());
    }

    @Test
    void aValueWhoseCodeFailsSaysSo() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("on purpose");
            }
        };
        for (Object value : List.of(broken, List.of(broken), Map.of(1, broken), Optional.of(broken))) {
            String text = PlainText.of(value);
            assertTrue(text.contains("cannot be shown, because its own code threw"), text);
            assertTrue(text.contains("IllegalStateException: on purpose at "), text);
        }
        Collection<Integer> lying = new AbstractList<>() {
            @Override
            public Integer get(int index) {
                throw new UnsupportedOperationException("no elements");
            }

            @Override
            public int size() {
                return 3;
            }
        };
        assertTrue(PlainText.of(lying).contains("no elements"));
    }

    @Test
    void anInterruptedToStringStopsTheCell() {
        Object slow = new Object() {
            @Override
            public String toString() {
                throw new CellInterrupted();
            }
        };
        assertThrows(CellInterrupted.class, () -> PlainText.of(slow));
    }

    @Test
    void aThrowableAsValueIsItsTraceWithCauses() {
        String text = PlainText.of(new IllegalStateException("outer", new RuntimeException("inner")));
        assertTrue(text.startsWith("java.lang.IllegalStateException: outer\n"), text);
        assertTrue(text.contains("Caused by: java.lang.RuntimeException: inner"), text);
        assertFalse(text.contains("java.lang.reflect"), text);
    }

    @Test
    void anImageSaysItsSize() {
        assertEquals("BufferedImage 4×3", PlainText.of(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB)));
    }
}
