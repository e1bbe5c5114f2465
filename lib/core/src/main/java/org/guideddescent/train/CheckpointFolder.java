package org.guideddescent.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The folder of one run's checkpoints, held by one process at a time: the lock goes with the process. Files that a killed
 * process left half written are removed when the folder is opened.
 */
final class CheckpointFolder implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("step-(\\d{12,})\\.zip");
    private static final Pattern LEFT = Pattern.compile("step-\\d{12,}\\.zip\\..*\\" + Checkpoint.PART);

    private final Checkpoints policy;
    private final FileChannel channel;
    private long writtenAt = System.nanoTime();

    private CheckpointFolder(Checkpoints policy, FileChannel channel) {
        this.policy = policy;
        this.channel = channel;
    }

    /**
     * Takes the folder.
     *
     * @throws IllegalStateException if another run has it
     */
    static CheckpointFolder open(Checkpoints policy) {
        var folder = policy.folder();
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(
                    folder.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new IllegalStateException("another run is writing its checkpoints to " + folder
                        + "; give each run a folder of its own, or wait for that one");
            }
            var held = new CheckpointFolder(policy, channel);
            held.removeLeftovers();
            return held;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void removeLeftovers() throws IOException {
        try (var files = Files.list(policy.folder())) {
            for (var file : files.filter(
                            f -> LEFT.matcher(f.getFileName().toString()).matches())
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    /** The files, newest first. */
    private List<Path> checkpoints() {
        try (var files = Files.list(policy.folder())) {
            return files.filter(f -> NAME.matcher(f.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(CheckpointFolder::step).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder " + policy.folder() + ": " + e.getMessage(), e);
        }
    }

    private static long step(Path file) {
        var match = NAME.matcher(file.getFileName().toString());
        return match.matches() ? Long.parseLong(match.group(1)) : -1;
    }

    /**
     * Lets load read the newest file that is not damaged. Damaged ones get another name, and a notice says so.
     *
     * @param least fewer steps than these are no progress
     * @param most more steps than these were not asked for
     * @throws IllegalArgumentException if the file is of another run or of fewer or more steps
     */
    void resume(long least, long most, Consumer<Path> load) {
        for (var file : checkpoints()) {
            if (step(file) < least) {
                throw new IllegalArgumentException(
                        "the optimizer has taken " + least + " steps, but " + file
                                + " is the newest checkpoint; give the run a new optimizer to continue from there, or another folder");
            }
            if (step(file) > most) {
                throw new IllegalArgumentException("asked to train up to step " + most + " but " + file
                        + " was written after more; ask for more, or give another folder");
            }
            try {
                load.accept(file);
                return;
            } catch (Checkpoint.DamagedException e) {
                setAside(file, e);
            }
        }
    }

    private void setAside(Path file, Checkpoint.DamagedException why) {
        var aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move " + file + " aside: " + e.getMessage(), e);
        }
        policy.notices()
                .accept(why.getMessage() + "; it is now " + aside.getFileName() + ", and the one before is used");
    }

    boolean isDue(long t) {
        return policy.every().isDue(t, System.nanoTime() - writtenAt);
    }

    /** Lets save write the file of step t, then removes the oldest ones that are too many. */
    void save(long t, Consumer<Path> save) {
        save.accept(policy.folder().resolve(String.format("step-%012d.zip", t)));
        writtenAt = System.nanoTime();
        var all = checkpoints();
        for (var old : all.subList(Math.min(policy.keep(), all.size()), all.size())) {
            try {
                Files.delete(old);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove the old checkpoint " + old + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot leave the folder " + policy.folder() + ": " + e.getMessage(), e);
        }
    }
}
