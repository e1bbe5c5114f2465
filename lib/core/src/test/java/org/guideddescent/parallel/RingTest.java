package org.guideddescent.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Who may take part in a ring, and what its ranks are told when one falls silent. */
class RingTest {
    private static final Duration SHORT = Duration.ofMillis(1500);

    private static CompletableFuture<Team> joining(
            Seat seat, List<InetSocketAddress> addresses, int rank, String word, Duration timeout) {
        // A thread each, for ranks wait for each other: on two cores the common pool of Java 25 is one thread.
        return CompletableFuture.supplyAsync(
                () -> seat.join(addresses, rank, word, timeout), command -> new Thread(command).start());
    }

    private static String sentence(CompletableFuture<?> of) throws InterruptedException {
        var thrown = assertThrows(ExecutionException.class, of::get);
        assertTrue(thrown.getCause() instanceof TeamException, thrown.toString());
        return thrown.getCause().getMessage();
    }

    @Test
    void messagesLargerThanAllSocketBuffersPassBothWays() {
        // 32 MB each way at once: with sending before receiving, both ranks would wait for ever.
        int n = 1 << 23;
        Rings.run(2, team -> {
                    var x = Nd4j.valueArrayOf(new long[] {n}, team.rank() + 1.0, DataType.FLOAT);
                    team.average(x);
                    return x.getDouble(0) + x.getDouble(n - 1);
                })
                .forEach(sum -> assertEquals(3, sum));
    }

    @Test
    void aStrangerIsTurnedAwayAndTheRingWaitsForItsOwn() throws Exception {
        try (var one = Ring.listen("127.0.0.1");
                var two = Ring.listen("127.0.0.1")) {
            var addresses = List.of(one.address(), two.address());
            var first = joining(one, addresses, 0, "the word", Duration.ofSeconds(20));
            assertEquals(
                    "",
                    knock(one.address(), "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8)),
                    "no answer to a browser");
            var answer = knock(one.address(), greeting("another word", 2, 1));
            assertTrue(answer.contains("the word is not the same"), answer);
            var second = joining(two, addresses, 1, "the word", Duration.ofSeconds(20));
            try (var a = first.get(20, TimeUnit.SECONDS);
                    var b = second.get(20, TimeUnit.SECONDS)) {
                assertEquals(List.of(0, 1), List.of(a.rank(), b.rank()));
            }
        }
    }

    private static byte[] greeting(String word, int size, int rank) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeUTF("guided-descent ring 1 " + ByteOrder.nativeOrder());
        out.write(MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8)));
        out.writeInt(size);
        out.writeInt(rank);
        return bytes.toByteArray();
    }

    private static String knock(InetSocketAddress at, byte[] words) {
        try (var socket = new Socket(at.getAddress(), at.getPort())) {
            socket.getOutputStream().write(words);
            socket.shutdownOutput();
            return new DataInputStream(socket.getInputStream()).readUTF();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void anotherSizeIsAnErrorOnBothSides() throws Exception {
        try (var one = Ring.listen("127.0.0.1");
                var two = Ring.listen("127.0.0.1")) {
            var pair = List.of(one.address(), two.address());
            var three = List.of(one.address(), two.address(), one.address());
            var first = joining(one, pair, 0, "w", Duration.ofSeconds(20));
            var second = joining(two, three, 1, "w", Duration.ofSeconds(20));
            for (var told : List.of(sentence(first), sentence(second))) {
                assertTrue(
                        (told.contains("ring of 2") && told.contains("one of 3"))
                                || (told.contains("ring of 3") && told.contains("one of 2")),
                        told);
            }
        }
    }

    @Test
    void anotherVersionIsAnErrorThatNamesBoth() throws Exception {
        try (var one = Ring.listen("127.0.0.1");
                var two = Ring.listen("127.0.0.1")) {
            var first = joining(one, List.of(one.address(), two.address()), 0, "w", Duration.ofSeconds(20));
            byte[] words = greeting("w", 2, 1);
            words[2 + "guided-descent ring ".length()] = '2';
            var answer = knock(one.address(), words);
            assertTrue(answer.contains("'guided-descent ring 2"), answer);
            assertEquals(answer, sentence(first));
        }
    }

    @Test
    void aRankThatNeverComesIsNamed() {
        try (var one = Ring.listen("127.0.0.1");
                var two = Ring.listen("127.0.0.1")) {
            var addresses = List.of(one.address(), two.address());
            // Rank 1 listens, but never joins.
            var late = assertThrows(TeamException.class, () -> one.join(addresses, 0, "w", SHORT));
            assertTrue(
                    late.getMessage()
                            .contains("rank 1 (127.0.0.1:" + two.address().getPort() + ") has not come"),
                    late.getMessage());
            assertEquals(1, late.rank());
        }
    }

    @Test
    void aRankThatDoesNotListenIsNamed() {
        var gone = Ring.listen("127.0.0.1");
        gone.close();
        try (var one = Ring.listen("127.0.0.1")) {
            var late = assertThrows(
                    TeamException.class, () -> one.join(List.of(one.address(), gone.address()), 0, "w", SHORT));
            assertTrue(late.getMessage().contains("rank 1"), late.getMessage());
        }
    }

    @Test
    void whoeverDiesIsNamedByAllTheOthersAtOnce() {
        for (int size : new int[] {2, 3, 5}) {
            for (int dead = 0; dead < size; dead++) {
                int lost = dead;
                var outcomes = Rings.outcomes(size, Rings.PATIENCE, team -> {
                    team.average(Nd4j.zeros(10));
                    if (team.rank() == lost) {
                        return 0;
                    }
                    for (int i = 0; i < 1000; i++) {
                        team.average(Nd4j.zeros(10));
                    }
                    return 1;
                });
                for (int rank = 0; rank < size; rank++) {
                    if (rank != lost) {
                        var told = Rings.failure(outcomes.get(rank));
                        assertEquals(lost, told.rank(), "rank " + rank + " of " + size + ": " + told.getMessage());
                        assertTrue(told.getMessage().contains("rank " + lost + " (127.0.0.1:"), told.getMessage());
                    }
                }
            }
        }
    }

    @Test
    void aRankThatStallsIsNamedWithinTheTimeout() {
        long begin = System.nanoTime();
        var outcomes = Rings.outcomes(2, SHORT, team -> {
            team.average(Nd4j.zeros(10));
            if (team.rank() == 1) {
                sleep(2500);
            }
            team.average(Nd4j.zeros(10));
            return 0;
        });
        var told = Rings.failure(outcomes.get(0));
        assertEquals(1, told.rank());
        assertTrue(told.getMessage().contains("has sent nothing for 1500 ms"), told.getMessage());
        assertTrue(System.nanoTime() - begin < 60e9, "nobody hangs");
    }

    @Test
    void aClosedRingSaysSo() {
        var failures = new ArrayList<TeamException>();
        Rings.run(2, team -> {
            team.barrier();
            team.close();
            synchronized (failures) {
                failures.add(assertThrows(TeamException.class, team::barrier));
            }
            return 0;
        });
        failures.forEach(f -> assertTrue(f.getMessage().contains("this rank has left its ring"), f.getMessage()));
    }

    @Test
    void aRingOfOneNeedsNoSocket() {
        try (var seat = Ring.listen("127.0.0.1")) {
            var team = seat.join(List.of(seat.address()), 0, "w", SHORT);
            assertEquals(1, team.size());
            assertEquals(7, team.average(Nd4j.zeros(2), 7));
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
