package org.guideddescent.kernel.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortValueTest {
    record Point(int x, Object y) {
        @Override
        public Object y() {
            throw new AssertionError("an accessor was called");
        }
    }

    /** Whatever of it is called, the test fails. */
    private static final class Endless extends AbstractList<Object> {
        @Override
        public Object get(int index) {
            throw new AssertionError("get was called");
        }

        @Override
        public int size() {
            throw new AssertionError("size was called");
        }

        @Override
        public String toString() {
            throw new AssertionError("toString was called");
        }
    }

    @Test
    void writesSimpleValuesAsInJava() {
        assertEquals(Optional.of("5"), ShortValue.of(5));
        assertEquals(Optional.of("\"a\\nb\""), ShortValue.of("a\nb"));
        assertEquals(Optional.of("'c'"), ShortValue.of('c'));
        assertEquals(Optional.of("null"), ShortValue.of(null));
        assertEquals(Optional.of("[1, \"b\"]"), ShortValue.of(List.of(1, "b")));
        assertEquals(Optional.of("{a=[1]}".replace("a", "\"a\"")), ShortValue.of(Map.of("a", List.of(1))));
        assertEquals(Optional.of("{1, 2} (2)"), ShortValue.of(new int[] {1, 2}));
        assertEquals(Optional.of("Point[x=1, y=[]]"), ShortValue.of(new Point(1, List.of())));
    }

    @Test
    void runsNoCodeOfTheUser() {
        assertEquals(Optional.empty(), ShortValue.of(new Endless()));
        assertEquals(Optional.empty(), ShortValue.of(Collections.unmodifiableList(new Endless())));
        assertEquals(Optional.of("[Endless]"), ShortValue.of(new ArrayList<>(Arrays.asList((Object) new Endless()))));
        assertEquals(Optional.of("Point[x=1, y=Endless]"), ShortValue.of(new Point(1, new Endless())));
    }

    @Test
    void isShortForAnyValue() {
        List<Object> itself = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            itself.add(itself);
        }
        List<String> texts =
                IntStream.range(0, 50).mapToObj(i -> "x".repeat(1000)).toList();
        for (Object value : new Object[] {itself, texts, "y".repeat(1_000_000), new double[1_000_000]}) {
            assertTrue(ShortValue.of(value).orElseThrow().length() <= 320);
        }
    }
}
