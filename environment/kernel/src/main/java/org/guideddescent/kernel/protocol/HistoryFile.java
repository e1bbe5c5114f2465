package org.guideddescent.kernel.protocol;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.kernel.install.JupyterPaths;

/**
 * Cells of earlier sessions, one JSON object a line, readable by the user alone. Several kernels append at once: whole
 * lines, under a lock that is waited for briefly. Results are not written, since they may hold what no file should.
 */
record HistoryFile(Path path) {
    /** Names the file; empty or {@value #IN_MEMORY} for none. */
    static final String VARIABLE = "GUIDED_DESCENT_HISTORY";

    static final String IN_MEMORY = ":memory:";

    /** Lines kept when a session starts. */
    static final int KEPT = 10_000;

    private static final int SLACK = 1_000;
    private static final long LARGEST = 1L << 24;
    private static final int LOCK_TRIES = 20;
    private static final long LOCK_MILLIS = 10;

    /** One cell: session and number count from 1. */
    record Line(int session, int number, String input) {}

    /** What was found at the start, and the number of the session that starts. */
    record Opened(int session, List<Line> lines) {}

    /** The file that the environment names, by default one in the user's data folder of Jupyter. */
    static Optional<HistoryFile> of(Map<String, String> variables) {
        Path data =
                JupyterPaths.user(variables, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
        String named = variables.getOrDefault(
                VARIABLE,
                data.resolve("guided-descent-kernel").resolve("history.jsonl").toString());
        return named.isBlank() || named.equals(IN_MEMORY)
                ? Optional.empty()
                : Optional.of(new HistoryFile(Path.of(named)));
    }

    /** Reads the newest lines, drops those beyond the limit, and claims the next session number. */
    Opened open() throws IOException {
        create();
        try (Locked file = new Locked(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileChannel channel = file.channel;
            byte[] bytes = tail(channel);
            List<Line> found = lines(new String(bytes, StandardCharsets.UTF_8));
            int session = 1 + found.stream().mapToInt(Line::session).max().orElse(0);
            boolean large = found.size() > KEPT + SLACK || channel.size() > LARGEST;
            List<Line> kept = found.subList(Math.max(0, found.size() - KEPT), found.size());
            // Without the lock another kernel may be writing; the next start will do.
            if (large && file.alone()) {
                channel.truncate(0);
                StringBuilder text = new StringBuilder();
                kept.forEach(l -> text.append(json(l)));
                write(channel, text.toString());
            } else if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
                // A kernel died while it wrote; its half line must not spoil ours.
                write(channel, "\n");
            }
            // An empty cell 0 claims the number, so that a kernel that starts now takes the next.
            write(channel, json(new Line(session, 0, "")));
            return new Opened(session, kept.stream().filter(l -> l.number > 0).toList());
        }
    }

    /** Appends one whole line. */
    void append(Line line) throws IOException {
        try (Locked file = new Locked(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            write(file.channel, json(line));
        }
    }

    private void create() throws IOException {
        if (path.toAbsolutePath().getParent() != null) {
            Files.createDirectories(path.toAbsolutePath().getParent());
        }
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] access = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        if (Files.notExists(path)) {
            try {
                Files.createFile(path, access);
            } catch (FileAlreadyExistsException e) {
                // Another kernel was faster.
                return;
            }
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        channel.position(channel.size());
        while (bytes.hasRemaining()) {
            int unused = channel.write(bytes);
        }
    }

    private static byte[] tail(FileChannel channel) throws IOException {
        long start = Math.max(0, channel.size() - LARGEST);
        ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - start));
        channel.position(start);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Until the end that was measured above.
        }
        return bytes.array();
    }

    private static List<Line> lines(String text) {
        return text.lines().map(HistoryFile::parse).flatMap(Optional::stream).toList();
    }

    /** Nothing for a damaged line. */
    private static Optional<Line> parse(String line) {
        try {
            JsonObject object = JsonParser.parseString(line).getAsJsonObject();
            int session = Json.number(object, "session", 0);
            int number = Json.number(object, "line", -1);
            return session < 1 || number < 0
                    ? Optional.empty()
                    : Optional.of(new Line(session, number, Json.text(object, "input", "")));
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String json(Line line) {
        return Json.of("session", line.session, "line", line.number, "input", line.input) + "\n";
    }

    /** The open file, with its lock if that could be had in a moment: a history is not worth a long wait. */
    private static final class Locked implements AutoCloseable {
        private final FileChannel channel;
        private final FileLock lock;

        Locked(Path path, OpenOption... options) throws IOException {
            this.channel = FileChannel.open(path, options);
            this.lock = taken(channel);
        }

        boolean alone() {
            return lock != null;
        }

        /** The lock goes with it. */
        @Override
        public void close() throws IOException {
            channel.close();
        }

        private static FileLock taken(FileChannel channel) throws IOException {
            for (int i = 0; i < LOCK_TRIES; i++) {
                try {
                    FileLock lock = channel.tryLock();
                    if (lock != null) {
                        return lock;
                    }
                } catch (OverlappingFileLockException e) {
                    // Held by another kernel of this very process, as in tests.
                }
                try {
                    Thread.sleep(LOCK_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return null;
                }
            }
            return null;
        }
    }
}
