package org.guideddescent.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The SHA-256 of each file of a folder, as {@code sha256sum} writes them.
 *
 * @param root the folder
 * @param sums file name to hexadecimal sum, sorted by name
 */
record Checksums(Path root, Map<String, String> sums) {
    static final String FILE = "SHA256SUMS";

    Checksums {
        sums = Collections.unmodifiableMap(new TreeMap<>(sums));
    }

    static Checksums of(Path root) {
        var file = root.resolve(FILE);
        try {
            var sums = new TreeMap<String, String>();
            for (var line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    // 64 hexadecimal digits, a blank, a blank or a star, the name.
                    if (!line.matches("[0-9a-f]{64} [ *].+")) {
                        throw new IOException(file + " has a line that is not a SHA-256 and a name: " + line);
                    }
                    sums.put(line.substring(66), line.substring(0, 64));
                }
            }
            return new Checksums(root, sums);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    Path verify(String name) {
        var expected = sums.get(name);
        if (expected == null) {
            throw new IllegalArgumentException(root.resolve(FILE) + " does not list '" + name + "'; it lists " + sums.keySet());
        }
        var file = root.resolve(name);
        var found = sha256(file);
        if (!found.equals(expected)) {
            throw damaged(file + " is damaged: its SHA-256 should be " + expected + " but is " + found + "; " + remedy(file));
        }
        return file;
    }

    private static String sha256(Path file) {
        if (!Files.isRegularFile(file)) {
            throw damaged(file + " is missing; " + remedy(file));
        }
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String remedy(Path file) {
        return "restore it with: git checkout -- " + file;
    }

    private static UncheckedIOException damaged(String sentence) {
        return new UncheckedIOException(sentence, new IOException(sentence));
    }
}
