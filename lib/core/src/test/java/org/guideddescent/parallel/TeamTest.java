package org.guideddescent.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a team of either kind computes, against sums in plain loops. */
class TeamTest {
    enum Kind {
        THREADS,
        RING;

        <T> List<T> run(int size, Function<Team, T> body) {
            return this == THREADS ? Threads.run(size, body) : Rings.run(size, body);
        }
    }

    record Case(Kind kind, int size, DataType type) {}

    static Stream<Case> cases() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of(1, 2, 3, 5)
                .flatMap(size -> Stream.of(DataType.FLOAT, DataType.DOUBLE).map(type -> new Case(kind, size, type))));
    }

    static double[] numbers(int rank, int n, DataType type) {
        var random = new Random(31L * rank + n);
        return random.doubles(n, -1, 1)
                .map(x -> type == DataType.FLOAT ? (float) x : x)
                .toArray();
    }

    static INDArray array(double[] x, DataType type) {
        return Nd4j.createFromArray(x).castTo(type);
    }

    /** Chunk c begins with rank c: the order that {@link Team} states, in the type's own arithmetic. */
    static double[] meanInOrder(int size, int n, DataType type) {
        double[] mean = new double[n];
        int q = n / size;
        int m = n % size;
        for (int c = 0; c < size; c++) {
            for (int i = c * q + Math.min(c, m); i < (c + 1) * q + Math.min(c + 1, m); i++) {
                double sum = numbers(c, n, type)[i];
                for (int k = 1; k < size; k++) {
                    sum += numbers((c + k) % size, n, type)[i];
                    sum = type == DataType.FLOAT ? (float) sum : sum;
                }
                mean[i] = type == DataType.FLOAT ? (float) sum * (float) (1.0 / size) : sum * (1.0 / size);
            }
        }
        return mean;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void averagesAreMeansInTheOrderStatedToTheLastBit(Case c) {
        for (int n : new int[] {1, Math.max(1, c.size() - 1), c.size(), 1009}) {
            double[] expected = meanInOrder(c.size(), n, c.type());
            for (double[] got : c.kind().run(c.size(), team -> averaged(team, n, c.type()))) {
                assertArrayEquals(expected, got, c + ", n = " + n);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void averagesOfManyNumbersAreMeansAndEqualAtAllRanks(Case c) {
        int n = 100_007;
        double[] sum = new double[n];
        for (int rank = 0; rank < c.size(); rank++) {
            double[] x = numbers(rank, n, c.type());
            for (int i = 0; i < n; i++) {
                sum[i] += x[i];
            }
        }
        var all = c.kind().run(c.size(), team -> averaged(team, n, c.type()));
        for (int i = 0; i < n; i++) {
            assertEquals(sum[i] / c.size(), all.get(0)[i], c.type() == DataType.FLOAT ? 5e-7 : 1e-15);
        }
        all.forEach(one -> assertArrayEquals(all.get(0), one));
    }

    private static double[] averaged(Team team, int n, DataType type) {
        var x = array(numbers(team.rank(), n, type), type);
        team.average(x);
        return x.castTo(DataType.DOUBLE).toDoubleVector();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNumberTravelsWithTheValuesAndIsSummedFromRankZero(Kind kind) {
        for (int size : new int[] {1, 2, 3, 5}) {
            double sum = 0;
            for (int rank = 0; rank < size; rank++) {
                sum += 0.1 + rank / 3.0;
            }
            double mean = sum / size;
            for (int n : new int[] {1, 7}) {
                kind.run(size, team -> team.average(Nd4j.zeros(n), 0.1 + team.rank() / 3.0))
                        .forEach(got -> assertEquals(mean, got));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBroadcastGivesEveryoneTheOwnersBits(Kind kind) {
        for (int size : new int[] {1, 2, 3, 5}) {
            for (int n : new int[] {1, 300_001}) {
                int owner = size - 1;
                double[] expected = numbers(owner, n, DataType.DOUBLE);
                expected[0] = -0.0;
                var all = kind.run(size, team -> {
                    double[] x = numbers(team.rank(), n, DataType.DOUBLE);
                    x[0] = team.rank() == owner ? -0.0 : 1;
                    var values = array(x, DataType.DOUBLE);
                    team.broadcast(owner, values);
                    team.broadcast(0, Nd4j.zeros(3));
                    return values.toDoubleVector();
                });
                all.forEach(one -> assertArrayEquals(expected, one));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aMatrixWhoseRowsAreApartIsAveragedInItsPlaceAlone(Kind kind) {
        kind.run(3, team -> {
                    var wide = Nd4j.ones(DataType.DOUBLE, 4, 6).mul(team.rank());
                    var middle = wide.get(
                            org.nd4j.linalg.indexing.NDArrayIndex.all(),
                            org.nd4j.linalg.indexing.NDArrayIndex.interval(2, 4));
                    team.average(middle);
                    return wide.toDoubleMatrix();
                })
                .forEach(rows -> {
                    assertEquals(1, rows[3][2], 1e-15);
                    assertEquals(rows[0][0], rows[3][5], "outside nothing changes");
                    assertTrue(rows[0][0] == Math.rint(rows[0][0]), "outside nothing changes");
                });
    }

    // A selector allocates a few bytes now and then; one window on an array would be hundreds in every call.
    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingIsAllocatedAfterTheFirstCallOfAShape(Kind kind) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        kind.run(2, team -> {
                    var x = Nd4j.ones(DataType.FLOAT, 50, 40);
                    long id = Thread.currentThread().getId();
                    for (int i = 0; i < 3000; i++) {
                        team.average(x, i);
                        team.broadcast(i % 2, x);
                    }
                    long before = threads.getThreadAllocatedBytes(id);
                    for (int i = 0; i < 1000; i++) {
                        team.average(x, i);
                        team.broadcast(i % 2, x);
                        team.barrier();
                    }
                    return (threads.getThreadAllocatedBytes(id) - before) / 1000.0;
                })
                .forEach(bytes -> assertTrue(bytes < 64, bytes + " bytes a round"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void ranksThatDoDifferentThingsAreToldSo(Kind kind) {
        var wrong = assertThrows(
                RuntimeException.class,
                () -> kind.run(2, team -> {
                    team.average(Nd4j.zeros(team.rank() == 0 ? 10 : 11));
                    return 0;
                }));
        assertTrue(wrong.getMessage().contains("all ranks must run the same program"), wrong.getMessage());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aTypeThatCannotBeSummedIsRefused(Kind kind) {
        var wrong = assertThrows(
                RuntimeException.class,
                () -> kind.run(2, team -> {
                    team.average(Nd4j.zeros(DataType.INT32, 3));
                    return 0;
                }));
        assertTrue(wrong.getMessage().contains("FLOAT or DOUBLE, got INT"), wrong.getMessage());
    }

    @Test
    void aThreadThatFailsEndsTheOthersWithItsReason() {
        var failure = assertThrows(
                TeamException.class,
                () -> Threads.run(3, team -> {
                    if (team.rank() == 1) {
                        throw new IllegalStateException("out of luck");
                    }
                    team.average(Nd4j.zeros(4));
                    return 0;
                }));
        assertEquals(1, failure.rank());
        assertTrue(failure.getMessage().contains("rank 1 failed")
                && failure.getMessage().contains("out of luck"));
    }

    @Test
    void aThreadThatReturnsTooEarlyIsNotWaitedFor() {
        var failure = assertThrows(
                TeamException.class,
                () -> Threads.run(3, team -> {
                    if (team.rank() != 2) {
                        team.average(Nd4j.zeros(4));
                    }
                    return 0;
                }));
        assertEquals(2, failure.rank());
        assertTrue(failure.getMessage().contains("rank 2 has left the team"), failure.getMessage());
    }
}
