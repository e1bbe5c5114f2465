package org.guideddescent.kernel.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.guideddescent.kernel.inspect.Signature.Kind;
import org.junit.jupiter.api.Test;

class SignatureTest {
    @Test
    void takesApartWhatJShellWrites() {
        parses("boolean ArrayList<E>.add(E e)", Kind.METHOD, "ArrayList", "add", "E");
        parses(
                "int a.b.Outer.Inner.get(int[] is, String... s)",
                Kind.METHOD,
                "a.b.Outer.Inner",
                "get",
                "int[]",
                "String[]");
        parses(
                "Optional<U> Optional<T>.<U>map(java.util.function.Function<? super T,? extends U> mapper) throws E",
                Kind.METHOD,
                "Optional",
                "map",
                "Function");
        parses("Map<K,V> f(Map<K,V> m, int)", Kind.METHOD, "", "f", "Map", "int");
        parses("a.Table(String name)", Kind.CONSTRUCTOR, "a.Table", "", "String");
        parses("a.b.Map.Entry<K, V>", Kind.TYPE, "a.b.Map.Entry", "");
        parses("System.out:java.io.PrintStream", Kind.FIELD, "System", "out");
        assertEquals(Optional.empty(), Signature.parse("local:int"));
    }

    @Test
    void packagesAreTheNamesInLowerCase() {
        Signature nested = Signature.parse("a.b.Outer.Inner").orElseThrow();
        assertEquals("a.b", nested.packageName());
        assertEquals(List.of("Outer", "Inner"), nested.typeNames());
        assertEquals("a.b.Outer$Inner", nested.binaryName());
        assertEquals("", Signature.parse("List").orElseThrow().packageName());
    }

    private static void parses(String text, Kind kind, String type, String member, String... parameters) {
        assertEquals(Optional.of(new Signature(kind, type, member, List.of(parameters))), Signature.parse(text), text);
    }
}
