package org.guideddescent.train;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One zip: {@code about.txt} with lines {@code key=value}, {@code weights.npy}, and {@code state/NAME.npy} for each slot.
 * The slashes of slot names become folders, as they would in {@code numpy.savez}. Those that a trainer writes by itself also
 * hold the run so far, {@code run/NAME.npy}, the memory of its gauges, {@code gauges/NAME.npy}, and if one is kept the last
 * good state, {@code good/…}.
 *
 * <p>A file is written under another name, forced to the disk, and moved: whoever is killed meanwhile leaves a file that ends in
 * {@value #PART}, never half a checkpoint.
 */
final class Checkpoint {
    private static final String ABOUT = "about.txt";

    /** How the name of a file ends that is still being written, or was when its writer was killed. */
    static final String PART = ".part";

    private Checkpoint() {}

    /**
     * What a file holds besides the optimizer.
     *
     * @param notes lines of the about text, which must be the same when the file is read
     * @param arrays by their entry; written from, and read into
     * @param entries written as they are
     */
    record Extra(Map<String, String> notes, Map<String, INDArray> arrays, Map<String, byte[]> entries) {
        static Extra notes(Map<String, String> notes) {
            return new Extra(notes, Map.of(), Map.of());
        }
    }

    /** A file that cannot be what was written. */
    static final class DamagedException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private DamagedException(Path file, Exception cause) {
            super("checkpoint " + file + " is damaged: " + cause.getMessage(), cause);
        }
    }

    /** Takes what was read of entries, before any array is touched. */
    @FunctionalInterface
    interface Taker {
        Taker NONE = entries -> {};

        void take(Map<String, byte[]> entries);
    }

    static void write(Path file, Optimizer optimizer, Extra extra) {
        var about = about(optimizer, extra.notes());
        about.put("t", Long.toString(optimizer.steps()));
        replace(file, "checkpoint", zip -> {
            put(zip, ABOUT, text(about).getBytes(StandardCharsets.UTF_8));
            for (var array : arrays(optimizer, extra).entrySet()) {
                put(zip, array.getKey(), Npy.bytes(array.getValue()));
            }
            for (var entry : extra.entries().entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        });
    }

    /** Puts entries into a zip. */
    @FunctionalInterface
    interface Content {
        void into(ZipOutputStream zip) throws IOException;
    }

    /** A new zip in the place of a file, which stays as it was until the new one is whole. */
    static void replace(Path file, String what, Content content) {
        var target = file.toAbsolutePath();
        Path temporary = null;
        try {
            temporary = Files.createTempFile(target.getParent(), target.getFileName() + ".", PART);
            try (var out = new FileOutputStream(temporary.toFile());
                    var zip = new ZipOutputStream(new BufferedOutputStream(out))) {
                content.into(zip);
                zip.finish();
                zip.flush();
                // Else a power failure could leave the new name with the old nothing.
                out.getFD().sync();
            }
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(target.getParent());
        } catch (IOException e) {
            discard(temporary);
            throw new UncheckedIOException("cannot write the " + what + " " + target + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            discard(temporary);
            throw e;
        }
    }

    /** Reads and checks everything, then copies it into the optimizer and the arrays. Returns t. */
    static long read(Path file, Optimizer optimizer, Extra extra, Taker taker) {
        var wanted = arrays(optimizer, extra);
        // By identity: two INDArrays are equal when their numbers are, and all states begin as zeros.
        var values = new IdentityHashMap<INDArray, double[]>();
        long t;
        try (var zip = new ZipFile(file.toFile())) {
            var found = parse(new String(get(zip, ABOUT), StandardCharsets.UTF_8));
            var difference = difference(about(optimizer, extra.notes()), found);
            if (difference.isPresent()) {
                throw new Different(difference.get());
            }
            t = Long.parseLong(found.getOrDefault("t", "-1"));
            if (t < 0) {
                throw new IllegalArgumentException("it does not say how many steps were taken");
            }
            refuseMore(zip, wanted);
            for (var w : wanted.entrySet()) {
                var a = w.getValue();
                values.put(a, Npy.values(w.getKey(), get(zip, w.getKey()), a.shape(), a.dataType()));
            }
            var entries = new LinkedHashMap<String, byte[]>();
            for (var name : extra.entries().keySet()) {
                entries.put(name, get(zip, name));
            }
            taker.take(entries);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no checkpoint " + file, e);
        } catch (Different e) {
            throw new IllegalArgumentException("checkpoint " + file + ": " + e.getMessage(), e);
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new DamagedException(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoint " + file + ": " + e.getMessage(), e);
        }
        values.forEach(
                (a, v) -> a.assign(Nd4j.createFromArray(v).castTo(a.dataType()).reshape(a.shape())));
        return t;
    }

    private static void refuseMore(ZipFile zip, Map<String, INDArray> wanted) {
        zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith("state/") && !wanted.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("it holds " + name + ", which this optimizer has not");
                });
    }

    /** A sound file, but of another run. */
    private static final class Different extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private Different(String message) {
            super(message);
        }
    }

    private static Map<String, INDArray> arrays(Optimizer optimizer, Extra extra) {
        var all = optimizer.arrays();
        all.putAll(extra.arrays());
        return all;
    }

    /** Makes the new name durable too; systems whose folders cannot be opened do that by themselves. */
    private static void syncFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            return;
        }
        try (channel) {
            channel.force(true);
        } catch (ClosedByInterruptException e) {
            // Somebody wants this thread to stop, which the file that is there need not know.
            return;
        }
    }

    private static Map<String, String> about(Optimizer optimizer, Map<String, String> notes) {
        var theta = optimizer.weights();
        var about = new TreeMap<String, String>();
        about.put("format", "1");
        about.put("version", Environment.version());
        about.put("rule", optimizer.rule().toString());
        about.put("type", theta.type().toString());
        about.put("layout", theta.layout().params().toString());
        about.putAll(notes);
        // A text is a line there, whatever its author wrote.
        about.replaceAll((key, text) -> text.replaceAll("\\R", " "));
        return about;
    }

    private static Optional<String> difference(Map<String, String> ours, Map<String, String> theirs) {
        for (var key : ours.keySet()) {
            var found = theirs.getOrDefault(key, "(nothing)");
            if (!found.equals(ours.get(key))) {
                return Optional.of(
                        switch (key) {
                            case "rule" -> "it was written by " + found + " but this optimizer is " + ours.get(key);
                            case "version", "format" ->
                                "it was written by library " + key + " " + found + " but this is " + ours.get(key)
                                        + "; load it with that one, or start anew from its weights.npy";
                            default -> "its " + key + " is " + found + " but here it is " + ours.get(key);
                        });
            }
        }
        return Optional.empty();
    }

    static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
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

    static byte[] get(ZipFile zip, String name) throws IOException {
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
