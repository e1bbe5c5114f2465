package org.guideddescent.kernel.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JavadocTextTest {
    @Test
    void tagsBecomeLabelledLines() {
        assertEquals("""
                Adds one.

                Parameter x: the number
                Parameter <T>: its type
                Returns: x + 1
                Throws java.io.IOException: never
                Since: 1.2
                See: List.of(Object)""", JavadocText.of("""
                         Adds   one.
                         @param x the
                            number
                         @param <T> its type
                         @return {@code x + 1}
                         @throws java.io.IOException never
                         @author nobody
                         @since 1.2
                         @see List#of(Object)
                        """));
    }

    @Test
    void inlineTagsBecomeTheirText() {
        assertEquals(
                "a <b> & x, List.size(), the label, size: 5 < 6.",
                JavadocText.of(
                        "{@literal a <b>} &amp; {@code x}, {@link List#size()}, {@linkplain List the <b>label</b>},"
                                + " {@link #size}: 5 &lt; 6."));
    }

    @Test
    void paragraphsListsAndCodeKeepTheirShape() {
        assertEquals("""
                One.

                Two:

                - first
                - second

                Three.

                    int a;
                      b();

                Four.""", JavadocText.of("""
                        One.
                        <p>Two:
                        <ul>
                          <li>first
                          <li>second</li>
                        </ul>
                        <p>Three.
                        <pre>{@code
                           int a;
                             b();
                        }</pre>
                        Four.
                        """));
    }

    @Test
    void longLinesAreWrapped() {
        String text = JavadocText.of("word ".repeat(100) + "<ul><li>" + "item ".repeat(50) + "</ul>");
        assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
        assertTrue(text.contains("\n- item item"), text);
        assertTrue(text.contains("\n  item item"), text);
        String tag = JavadocText.of("@param x " + "word ".repeat(50));
        assertTrue(tag.startsWith("Parameter x: word word") && tag.contains("\n    word word"), tag);
    }

    @Test
    void brokenHtmlAndTagsDoNotFail() {
        for (String comment : new String[] {
            "",
            "<",
            "</p></li></ul>",
            "{@code",
            "{@link",
            "@param",
            "@return",
            "<pre>{@",
            "&nosuch; &",
            "{@nosuch x} @nosuch"
        }) {
            assertTrue(JavadocText.of("before " + comment).startsWith("before"), comment);
        }
    }
}
