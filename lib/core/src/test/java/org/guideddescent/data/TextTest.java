package org.guideddescent.data;

import static org.guideddescent.model.Layers.transformer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.train.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTest {
    @TempDir
    Path temp;

    @Test
    void charactersAreTheirPlaceInAscendingOrder() {
        var c = Characters.of("banana, £\n");
        assertEquals("\n ,abn£", c.sorted());
        assertEquals(7, c.size());
        assertEquals("\\n ,abn£", c.toString());
        assertArrayEquals(new int[] {4, 3, 5, 6, 0}, c.encode("ban£\n"));
        assertEquals("nab", c.decode(5, 3, 4));
        assertEquals("", c.decode(c.encode("")));
    }

    @Test
    void anUnknownCharacterIsRefusedWithItsPosition() {
        var c = Characters.of("abc");
        assertEquals(
                "character 'x' (U+0078) at position 3 is not of this vocabulary of 3; have abc",
                refused(() -> c.encode("abcx")));
        // Beyond the table, between two entries, and one that would not print.
        assertEquals(
                "character '€' (U+20AC) at position 0 is not of this vocabulary of 3; have abc",
                refused(() -> c.encode("€")));
        assertEquals(
                "character 'b' (U+0062) at position 1 is not of this vocabulary of 2; have ac",
                refused(() -> new Text("ab", Characters.of("ca"))));
        assertEquals(
                "character U+0009 at position 0 is not of this vocabulary of 3; have abc",
                refused(() -> c.encode("\t")));
    }

    @Test
    void badVocabulariesAndIndicesAreRefusedInSentences() {
        assertEquals("indices are from 0 to 2, got 3 at position 1", refused(() -> Characters.of("abc")
                .decode(0, 3)));
        assertEquals("indices are from 0 to 2, got -1 at position 0", refused(() -> Characters.of("abc")
                .decode(-1)));
        assertEquals("a vocabulary needs at least one character", refused(() -> Characters.of("")));
        assertEquals(
                "characters must ascend, got 'a' (U+0061) after 'b' (U+0062); Characters.of(text) sorts them",
                refused(() -> new Characters("ba")));
        assertEquals(
                "characters must ascend, got 'a' (U+0061) after 'a' (U+0061); Characters.of(text) sorts them",
                refused(() -> new Characters("aa")));
        assertEquals(
                "characters beyond U+FFFF have no single index, got '\uD83D\uDE00' (U+1F600); replace them in the text",
                refused(() -> Characters.of("a\uD83D\uDE00")));
    }

    @Test
    void aPartKeepsTheVocabularyOfTheWhole() {
        var whole = Text.of("hello");
        var part = whole.part(2, 4);
        assertEquals("ll", part.content());
        assertEquals(whole.characters(), part.characters());
        assertEquals("Text[2 characters, 4 different]", part.toString());
        assertEquals("a part must lie in 0 to 5 with from below to, got 2 to 6", refused(() -> whole.part(2, 6)));
        assertEquals("a part must lie in 0 to 5 with from below to, got 2 to 2", refused(() -> whole.part(2, 2)));
    }

    @Test
    void theNovelsHaveTheirCountsAndEightyOneCharacters() {
        var austen = Austen.load();
        assertEquals("Text[3557756 characters, 81 different]", austen.train().toString());
        assertEquals(
                "Text[466854 characters, 81 different]", austen.validation().toString());
        assertEquals(Austen.VOCABULARY, austen.train().characters().size());
        var expected = new TreeSet<Character>();
        for (char c = 'a'; c <= 'z'; c++) {
            expected.add(c);
            expected.add(Character.toUpperCase(c));
        }
        for (char c : "0123456789\n !\"&'()*,-.:;?[]_£".toCharArray()) {
            expected.add(c);
        }
        var found = new TreeSet<Character>();
        for (char c : austen.train().content().toCharArray()) {
            found.add(c);
        }
        assertEquals(expected, found);
    }

    @Test
    void theNovelsAreSplitWhereTheLastBegins() {
        var austen = Austen.load();
        assertTrue(austen.train().content().startsWith("SENSE AND SENSIBILITY\n\nby Jane Austen\n\n(1811)"));
        assertTrue(austen.train().content().contains("\nNORTHANGER ABBEY\n"));
        assertTrue(austen.validation().content().startsWith("Persuasion\n\n\nby\n\nJane Austen\n\n(1818)"));
        assertTrue(austen.validation().content().endsWith("Finis\n"));
        var characters = austen.validation().characters();
        var text = austen.validation().content();
        assertEquals(text, characters.decode(characters.encode(text)));
    }

    @Test
    void aTransformerThatKnowsNothingFindsEveryCharacterEquallyLikely() {
        var austen = Austen.load();
        var net = Network.of(transformer(Austen.VOCABULARY, 16, 1, 2, 8), Loss.SOFTMAX_CROSS_ENTROPY)
                .zeroReadout();
        var theta = net.initialize(new SplittableRandom(1));
        var batch = austen.train().batches(4, 8, new Seed(1)).at(1);
        assertEquals(Math.log(81), net.gradient(theta, batch, theta.like()), 1e-5);
        var held = austen.validation().windows(4, 8);
        assertEquals(Math.log(81), held.mean(3, b -> net.loss(theta, b)), 1e-5);
    }

    @Test
    void aFileThatIsNotUtf8IsRefusedWithItsPath() throws IOException {
        var file = temp.resolve("text.txt");
        Files.writeString(file, "a £");
        assertEquals("a £", Text.read(file).content());
        Files.write(file, new byte[] {'a', (byte) 0xA3});
        var message =
                assertThrows(UncheckedIOException.class, () -> Text.read(file)).getMessage();
        assertTrue(message.startsWith(file + " is not UTF-8 text: "), message);
    }

    private static String refused(Runnable run) {
        return assertThrows(IllegalArgumentException.class, run::run).getMessage();
    }
}
