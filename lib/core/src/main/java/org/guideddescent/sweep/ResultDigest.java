package org.guideddescent.sweep;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import org.guideddescent.train.Run;

/** SHA-256 of what a result says that does not depend on clock and place, its first 16 bytes in hexadecimal. */
final class ResultDigest {
    private ResultDigest() {}

    static String of(Result result) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            text(out, result.sweep());
            text(out, result.trial().key());
            out.writeInt(result.threads());
            text(out, result.status().name());
            for (var measure : new TreeMap<>(result.measures()).entrySet()) {
                text(out, measure.getKey());
                out.writeDouble(measure.getValue());
            }
            if (result.run().isPresent()) {
                run(out, result.run().get());
            }
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void run(DataOutputStream out, Run run) throws IOException {
        out.writeLong(run.steps());
        for (var point : run.curve()) {
            out.writeLong(point.step());
            out.writeDouble(point.loss());
        }
        for (var evaluation : run.evaluations()) {
            out.writeLong(evaluation.step());
            text(out, evaluation.name());
            out.writeDouble(evaluation.value());
        }
        for (var reading : run.readings()) {
            out.writeLong(reading.step());
            text(out, reading.name());
            out.writeDouble(reading.value());
        }
    }

    /** Its length and its bytes: writeUTF has a limit. */
    private static void text(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
