package org.guideddescent.kernel.install;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs short programs and reads their answers; tests put their own in its place. */
@FunctionalInterface
interface Programs {
    long LIMIT_SECONDS = 30;

    /** What a program printed, and its exit status. */
    record Answer(int status, String out, String err) {
        boolean succeeded() {
            return status == 0;
        }

        /** The first line of what went wrong that says something. */
        String complaint() {
            return (err + "\n" + out)
                    .lines()
                    .map(String::strip)
                    .filter(l ->
                            !l.isEmpty() && !l.startsWith("Picked up ") && !l.startsWith("WARNING: Using incubator"))
                    .findFirst()
                    .orElse("it ended with status " + status);
        }
    }

    /** Empty where the program does not exist or does not end in time. */
    Optional<Answer> run(List<String> command);

    /** The programs of this machine. */
    static Programs real() {
        return Programs::runHere;
    }

    private static Optional<Answer> runHere(List<String> command) {
        Path out = null;
        Path err = null;
        try {
            // Files and not pipes: a full pipe would stop the program before its end.
            out = Files.createTempFile("kernel", ".out");
            err = Files.createTempFile("kernel", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return Optional.of(new Answer(process.exitValue(), text(out), text(err)));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            delete(out);
            delete(err);
        }
    }

    private static File nothing() {
        return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    /** As the machine writes it; bytes that are no text become marks. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), Charset.defaultCharset());
    }

    private static void delete(Path file) {
        if (file != null) {
            file.toFile().delete();
        }
    }
}
