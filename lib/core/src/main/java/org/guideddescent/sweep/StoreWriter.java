package org.guideddescent.sweep;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The one who writes into a store, until {@link #close()}. */
public final class StoreWriter implements AutoCloseable {
    static final String LOCK = "lock";

    /**
     * The folders that this process writes into. The operating system's lock belongs to the process and is lost when it
     * closes any handle of the file, so within the process nobody may even try twice.
     */
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final ResultStore store;
    private final Path folder;
    private final FileChannel lock;
    private Optional<FileOutputStream> segment = Optional.empty();
    private Path file;
    private boolean closed;

    private StoreWriter(ResultStore store, Path folder, FileChannel lock) {
        this.store = store;
        this.folder = folder;
        this.lock = lock;
        file = folder;
    }

    static StoreWriter open(ResultStore store) {
        try {
            var folder = store.folder().toRealPath();
            if (!HERE.add(folder)) {
                throw new IllegalStateException("this process writes into the result store " + folder
                        + " already; wait for that sweep, or take another folder");
            }
            var lock = Optional.<FileChannel>empty();
            try {
                lock = locked(folder);
            } finally {
                if (lock.isEmpty()) {
                    HERE.remove(folder);
                }
            }
            return new StoreWriter(
                    store,
                    folder,
                    lock.orElseThrow(() -> new IllegalStateException("another process writes into the result store "
                            + folder + "; wait for it or stop it, or take another folder; reading is possible")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into the result store " + store.folder(), e);
        }
    }

    /**
     * Adds a result. When this returns, it is on disk.
     *
     * @param result of a trial of any sweep
     * @throws UncheckedIOException with the path; the result then does not count, and the next one begins a new file
     */
    public synchronized void append(Result result) {
        if (closed) {
            throw new IllegalStateException("this writer of " + folder + " is closed; open another one");
        }
        var line = (result.line() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            if (segment.isEmpty()) {
                segment = Optional.of(begin());
            }
            // One write, so that another process sees a line or its beginning. A stream: an interrupt would close a
            // channel.
            segment.get().write(line);
            segment.get().getFD().sync();
        } catch (IOException e) {
            leave();
            throw new UncheckedIOException("cannot write a result into " + file, e);
        }
        store.written(result);
    }

    /** Lets others write. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        leave();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock " + folder, e);
        } finally {
            HERE.remove(folder);
        }
    }

    /** Every line is on disk or does not count, so there is nothing that closing could lose. */
    private void leave() {
        var out = segment;
        segment = Optional.empty();
        try {
            if (out.isPresent()) {
                out.get().close();
            }
        } catch (IOException e) {
            // The handle is gone either way.
            return;
        }
    }

    private static Optional<FileChannel> locked(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(channel);
    }

    /** Makes the next file. */
    private FileOutputStream begin() throws IOException {
        int number = 1 + ResultStore.numbers(folder).keySet().stream().reduce(0, Math::max);
        for (; ; number++) {
            file = folder.resolve(String.format(Locale.ROOT, "runs-%04d.jsonl", number));
            try {
                Files.createFile(file);
                break;
            } catch (FileAlreadyExistsException e) {
                // By a machine that does not see our lock: both go on, each in a file of its own. The next number.
            }
        }
        var out = new FileOutputStream(file.toFile(), true);
        force(folder);
        return out;
    }

    /** Forces the folder, for a file is only as durable as its name. An interrupt is kept for later. */
    private static void force(Path folder) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (boolean done = false; !done; ) {
                try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                    directory.force(true);
                    done = true;
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted() || interrupted;
                } catch (AccessDeniedException e) {
                    // Windows opens no folder, and needs not.
                    done = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
