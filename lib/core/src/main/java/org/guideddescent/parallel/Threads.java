package org.guideddescent.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A team of threads in one JVM: they put what they have beside each other, and each sums one chunk for all. */
public final class Threads {
    private final int size;
    private final Member[] members;
    private final Meeting meeting;

    private Threads(int size) {
        this.size = size;
        this.meeting = new Meeting(size);
        this.members = new Member[size];
        for (int rank = 0; rank < size; rank++) {
            members[rank] = new Member(rank);
        }
    }

    /**
     * Runs the same body in a thread for each rank and waits for all.
     *
     * @param <T> what a rank returns
     * @param size 1 or more
     * @param body called once a rank, with its place in the team
     * @return what the ranks returned, in their order; none may be null
     * @throws TeamException if a rank failed, with its exception as the cause; the others are then told and end too
     */
    public static <T> List<T> run(int size, Function<Team, T> body) {
        if (size < 1) {
            throw new IllegalArgumentException("a team has 1 rank or more, got " + size);
        }
        return new Threads(size).run(body);
    }

    private <T> List<T> run(Function<Team, T> body) {
        var results = new ArrayList<Optional<T>>();
        var threads = new ArrayList<Thread>();
        for (int rank = 0; rank < size; rank++) {
            results.add(Optional.empty());
        }
        for (var member : members) {
            var thread = new Thread(() -> work(member, body, results), "rank " + member.rank);
            threads.add(thread);
            thread.start();
        }
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
            throw new TeamException(0, "interrupted while a team of threads was at work", e);
        }
        meeting.throwFailure();
        return results.stream().flatMap(Optional::stream).toList();
    }

    // Whatever a rank throws, errors included, must reach those who would wait for it.
    private <T> void work(Member member, Function<Team, T> body, List<Optional<T>> results) {
        try {
            var result = Optional.of(body.apply(member));
            synchronized (results) {
                results.set(member.rank, result);
            }
            meeting.leave(member.rank);
        } catch (RuntimeException | Error e) {
            meeting.fail(member.rank, e);
        }
    }

    private final class Member implements Team {
        private final int rank;
        private final Ops ops = Ops.current();
        private final Chunks.Kept kept = new Chunks.Kept(size);
        private Chunks chunks;
        private double number;
        private INDArray sent;

        private Member(int rank) {
            this.rank = rank;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public double average(INDArray values, double mine) {
            chunks = kept.like(values);
            ops.copy(values, chunks.whole);
            number = mine;
            meeting.meet(rank, Meeting.AVERAGE, values);
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += members[i].number;
            }
            if (!chunks.isEmpty(rank)) {
                var own = members[rank].chunks.window(rank);
                for (int i = 1; i < size; i++) {
                    ops.axpy(1, members[(rank + i) % size].chunks.window(rank), own);
                }
                ops.scale(1.0 / size, own);
            }
            meeting.meet(rank, Meeting.SUMMED, values);
            for (int i = 0; i < size; i++) {
                if (i != rank && !chunks.isEmpty(i)) {
                    ops.copy(members[i].chunks.window(i), chunks.window(i));
                }
            }
            // Before the next call writes what others still read.
            meeting.meet(rank, Meeting.TAKEN, values);
            ops.copy(chunks.whole, values);
            return sum / size;
        }

        @Override
        public void broadcast(int owner, INDArray values) {
            Chunks.requireRank(owner, size);
            sent = values;
            meeting.meet(rank, Meeting.BROADCAST + owner, values);
            if (rank != owner) {
                ops.copy(members[owner].sent, values);
            }
            meeting.meet(rank, Meeting.TAKEN, values);
        }

        @Override
        public void barrier() {
            meeting.meet(rank, Meeting.BARRIER, Meeting.NOTHING);
        }

        @Override
        public void close() {
            meeting.leave(rank);
        }
    }
}
