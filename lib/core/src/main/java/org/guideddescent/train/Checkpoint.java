package org.guideddescent.train;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One zip: {@code about.txt} with lines {@code key=value}, {@code weights.npy}, and {@code state/NAME.npy} for each slot.
 * The slashes of slot names become folders, as they would in {@code numpy.savez}.
 */
final class Checkpoint {
    private static final String ABOUT = "about.txt";
    private static final String WEIGHTS = "weights.npy";

    private Checkpoint() {}

    static void write(
            Path file, String rule, long t, ParamVector theta, Map<String, INDArray> state, Map<String, String> notes) {
        var about = about(rule, theta);
        about.putAll(notes);
        about.put("t", Long.toString(t));
        var target = file.toAbsolutePath();
        Path temporary = null;
        try {
            temporary = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
            try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
                put(zip, ABOUT, text(about).getBytes(StandardCharsets.UTF_8));
                put(zip, WEIGHTS, Npy.bytes(theta.flat()));
                for (var slot : state.entrySet()) {
                    put(zip, "state/" + slot.getKey() + ".npy", Npy.bytes(slot.getValue()));
                }
            }
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(temporary);
            throw new UncheckedIOException("cannot write the checkpoint " + target + ": " + e.getMessage(), e);
        }
    }

    /** Reads and checks everything, then copies it into theta and state. Returns t. */
    static long read(
            Path file, String rule, ParamVector theta, Map<String, INDArray> state, Map<String, String> notes) {
        var wanted = new LinkedHashMap<String, INDArray>();
        wanted.put(WEIGHTS, theta.flat());
        state.forEach((name, a) -> wanted.put("state/" + name + ".npy", a));
        // By identity: two INDArrays are equal when their numbers are, and all states begin as zeros.
        var values = new IdentityHashMap<INDArray, double[]>();
        long t;
        try (var zip = new ZipFile(file.toFile())) {
            var found = parse(new String(get(zip, ABOUT), StandardCharsets.UTF_8));
            var expected = about(rule, theta);
            expected.putAll(notes);
            compare(expected, found);
            t = Long.parseLong(found.getOrDefault("t", "-1"));
            if (t < 0) {
                throw new IllegalArgumentException("it does not say how many steps were taken");
            }
            for (var w : wanted.entrySet()) {
                var a = w.getValue();
                values.put(a, Npy.values(w.getKey(), get(zip, w.getKey()), a.shape(), a.dataType()));
            }
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no checkpoint " + file, e);
        } catch (ZipException e) {
            throw new IllegalArgumentException("checkpoint " + file + " is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoint " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("checkpoint " + file + ": " + e.getMessage(), e);
        }
        values.forEach(
                (a, v) -> a.assign(Nd4j.createFromArray(v).castTo(a.dataType()).reshape(a.shape())));
        return t;
    }

    private static Map<String, String> about(String rule, ParamVector theta) {
        var about = new TreeMap<String, String>();
        about.put("format", "1");
        about.put("version", Environment.version());
        about.put("rule", rule);
        about.put("type", theta.type().toString());
        about.put("layout", theta.layout().params().toString());
        return about;
    }

    private static void compare(Map<String, String> ours, Map<String, String> theirs) {
        for (var key : ours.keySet()) {
            var found = theirs.getOrDefault(key, "(nothing)");
            if (!found.equals(ours.get(key))) {
                throw new IllegalArgumentException(
                        switch (key) {
                            case "rule" -> "it was written by " + found + " but this optimizer is " + ours.get(key);
                            case "version", "format" ->
                                "it was written by library " + key + " " + found + " but this is " + ours.get(key)
                                        + "; load it with that one, or start anew from its weights.npy";
                            default -> "its " + key + " is " + found + " but here it is " + ours.get(key);
                        });
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        // Stored, not deflated: floats do not compress, and a fixed time makes equal states equal files.
        var entry = new ZipEntry(name);
        var crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTime(315_619_200_000L);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] get(ZipFile zip, String name) throws IOException {
        var entry = zip.getEntry(name);
        if (entry == null) {
            throw new IllegalArgumentException(name + " is missing from it");
        }
        byte[] bytes;
        try (var in = zip.getInputStream(entry)) {
            bytes = in.readAllBytes();
        }
        var crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.getCrc()) {
            throw new IllegalArgumentException(name + " in it is damaged (its checksum differs)");
        }
        return bytes;
    }

    private static String text(Map<String, String> about) {
        var out = new StringBuilder();
        about.forEach((k, v) -> out.append(k).append('=').append(v).append('\n'));
        return out.toString();
    }

    private static Map<String, String> parse(String text) {
        var about = new TreeMap<String, String>();
        text.lines().forEach(line -> {
            int eq = line.indexOf('=');
            if (eq > 0) {
                about.put(line.substring(0, eq), line.substring(eq + 1));
            }
        });
        return about;
    }

    private static void discard(Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                // The error that led here is the one to report; a stray .part file does no harm.
                return;
            }
        }
    }
}
