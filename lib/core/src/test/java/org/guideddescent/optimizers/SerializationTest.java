package org.guideddescent.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Stream;
import org.guideddescent.rule.PackedRule;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Role;
import org.guideddescent.space.Selector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules and selectors are data, so they travel to another JVM as bytes and arrive as they were. */
class SerializationTest {
    static Stream<Transform> rules() {
        return Catalogue.rows().stream().map(Row::rule).distinct();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyListedRuleArrivesAsItWas(Transform rule) throws IOException, ClassNotFoundException {
        var arrived = throughBytes(rule);
        assertEquals(rule, arrived);
        assertEquals(rule.toString(), arrived.toString());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyListedRuleArrivesAsOneLineOfText(Transform rule) {
        var text = PackedRule.text(rule);
        assertTrue(text.matches("[A-Za-z0-9:+/=-]+"), text);
        assertEquals(rule, PackedRule.rule(text));
    }

    static Stream<Selector> selectors() {
        return Stream.of(
                Selector.all(),
                Selector.matrices(),
                Selector.everyMatrix(),
                Selector.role(Role.BIAS, Role.NORM),
                Selector.named("w1", "b1"));
    }

    @ParameterizedTest
    @MethodSource("selectors")
    void everySelectorArrivesAsItWas(Selector selector) throws IOException, ClassNotFoundException {
        assertEquals(selector, throughBytes(selector));
        assertEquals(selector.toString(), throughBytes(selector).toString());
    }

    private static Object throughBytes(Object object) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
