package org.guideddescent.parallel;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where threads wait for each other; allocates nothing, and ends in words when one of them fails, leaves or differs. */
final class Meeting {
    static final int AVERAGE = 1;
    static final int SUMMED = 2;
    static final int TAKEN = 3;
    static final int BARRIER = 4;
    /** Plus the owner. */
    static final int BROADCAST = 5;

    static final INDArray NOTHING = Nd4j.zeros(1);

    private final int[] kinds;
    private final INDArray[] arrays;
    private int arrived;
    private long round;
    private Optional<TeamException> failure = Optional.empty();
    private Optional<TeamException> gone = Optional.empty();

    Meeting(int size) {
        kinds = new int[size];
        arrays = new INDArray[size];
        Arrays.fill(arrays, NOTHING);
    }

    /** Waits until all ranks have come for the same thing. */
    synchronized void meet(int rank, int kind, INDArray values) {
        refuse();
        kinds[rank] = kind;
        arrays[rank] = values;
        arrived++;
        if (arrived == kinds.length) {
            arrived = 0;
            round++;
            compare();
            notifyAll();
            refuse();
            return;
        }
        long mine = round;
        try {
            while (round == mine && failure.isEmpty() && gone.isEmpty()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(rank, e);
        }
        throwFailure();
        if (round == mine) {
            refuse();
        }
    }

    private void compare() {
        for (int i = 1; i < kinds.length; i++) {
            if (kinds[i] != kinds[0]
                    || arrays[i].dataType() != arrays[0].dataType()
                    || !Arrays.equals(arrays[i].shape(), arrays[0].shape())) {
                var e = new TeamException(
                        i,
                        "rank " + i + " " + does(i) + " while rank 0 " + does(0)
                                + "; all ranks must run the same program");
                failure = Optional.of(failure.orElse(e));
                return;
            }
        }
    }

    private String does(int rank) {
        var a = arrays[rank].dataType() + Arrays.toString(arrays[rank].shape());
        return switch (kinds[rank]) {
            case BARRIER -> "is at a barrier";
            case AVERAGE -> "averages " + a;
            case SUMMED, TAKEN -> "is within a call for " + a;
            default -> "takes " + a + " of rank " + (kinds[rank] - BROADCAST);
        };
    }

    /** That rank is done; who still waits for it waits in vain. */
    synchronized void leave(int rank) {
        if (gone.isEmpty()) {
            gone = Optional.of(new TeamException(rank, "rank " + rank + " has left the team, which others wait for"));
        }
        notifyAll();
    }

    /** That rank has failed. The first failure is the one to report. */
    synchronized void fail(int rank, Throwable cause) {
        if (failure.isEmpty()) {
            failure = Optional.of(
                    cause instanceof TeamException known
                            ? known
                            : new TeamException(rank, "rank " + rank + " failed: " + cause, cause));
        }
        notifyAll();
    }

    synchronized void throwFailure() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void refuse() {
        throwFailure();
        if (gone.isPresent()) {
            throw gone.get();
        }
    }
}
