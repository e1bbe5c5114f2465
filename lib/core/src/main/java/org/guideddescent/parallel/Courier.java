package org.guideddescent.parallel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files and failures among a team. */
final class Courier {
    private static final int PART = 1 << 20;
    private static final int BYTES_A_NUMBER = 3;

    private Courier() {}

    /** All do their work; if one fails all are told: the first that failed throws as it did, the others name it. */
    static void together(Team team, Runnable work) {
        Optional<RuntimeException> mine = Optional.empty();
        try {
            work.run();
        } catch (RuntimeException e) {
            mine = Optional.of(e);
        }
        var failed = Nd4j.zeros(DataType.DOUBLE, team.size());
        failed.data().put(team.rank(), mine.isPresent() ? 1 : 0);
        team.average(failed);
        for (int rank = 0; rank < team.size(); rank++) {
            if (failed.data().getDouble(rank) > 0) {
                byte[] words = mine.map(Throwable::toString).orElse("").getBytes(StandardCharsets.UTF_8);
                var text = new String(send(team, rank, words), StandardCharsets.UTF_8);
                if (rank == team.rank()) {
                    throw mine.orElseThrow();
                }
                throw new TeamException(rank, "rank " + rank + " failed: " + text);
            }
        }
    }

    /** Everyone reads what is in rank 0's file: itself there, a copy elsewhere. */
    static void distribute(Team team, Path file, Consumer<Path> read) {
        var content = new byte[1][0];
        together(team, () -> {
            if (team.rank() == 0) {
                content[0] = bytes(file);
            }
        });
        byte[] all = send(team, 0, content[0]);
        together(team, () -> {
            if (team.rank() == 0) {
                read.accept(file);
            } else {
                readCopy(all, read);
            }
        });
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoint " + file.toAbsolutePath(), e);
        }
    }

    private static void readCopy(byte[] content, Consumer<Path> read) {
        try {
            var copy = Files.createTempFile("checkpoint", ".zip");
            try {
                Files.write(copy, content);
                read.accept(copy);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a copy of rank 0's checkpoint: " + e.getMessage(), e);
        }
    }

    /** The owner's bytes, everywhere; what the others pass is ignored. */
    static byte[] send(Team team, int owner, byte[] content) {
        var length = Nd4j.zeros(DataType.DOUBLE, 1);
        length.data().put(0, content.length);
        team.broadcast(owner, length);
        byte[] all =
                team.rank() == owner ? content : new byte[(int) length.data().getDouble(0)];
        // Three bytes are a whole number that a float holds exactly, whatever moves it.
        var numbers = Nd4j.zeros(DataType.FLOAT, PART);
        for (int from = 0; from < all.length; from += PART * BYTES_A_NUMBER) {
            if (team.rank() == owner) {
                pack(all, from, numbers);
            }
            team.broadcast(owner, numbers);
            if (team.rank() != owner) {
                unpack(numbers, all, from);
            }
        }
        return all;
    }

    private static void pack(byte[] all, int from, INDArray numbers) {
        var data = numbers.data();
        for (int i = 0, at = from; i < PART; i++) {
            int packed = 0;
            for (int b = 0; b < BYTES_A_NUMBER; b++, at++) {
                packed = packed << Byte.SIZE | (at < all.length ? all[at] & 0xFF : 0);
            }
            data.put(i, (float) packed);
        }
    }

    private static void unpack(INDArray numbers, byte[] all, int from) {
        var data = numbers.data();
        for (int i = 0, at = from; i < PART && at < all.length; i++) {
            int packed = (int) data.getFloat(i);
            for (int b = BYTES_A_NUMBER - 1; b >= 0; b--, at++) {
                if (at < all.length) {
                    all[at] = (byte) (packed >> (b * Byte.SIZE));
                }
            }
        }
    }
}
