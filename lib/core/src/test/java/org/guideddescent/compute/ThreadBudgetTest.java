package org.guideddescent.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ThreadBudgetTest {
    private static final int N = 192;

    @Test
    void theOpsOfABudgetAreThoseOfItsThreadOnlyWhileInside() throws Exception {
        var session = Ops.current();
        try (var budget = ThreadBudget.of(3);
                var other = ThreadBudget.of(1)) {
            assertTrue(budget.run(() -> Ops.current().describe()).contains("on 3 threads"));
            budget.run(() -> {
                var outer = Ops.current();
                assertTrue(other.run(() -> Ops.current().describe()).contains("on 1 threads"));
                assertSame(outer, Ops.current());
                var elsewhere = new ArrayList<Ops>();
                var thread = new Thread(() -> elsewhere.add(Ops.current()));
                thread.start();
                thread.join();
                assertSame(session, elsewhere.get(0));
                return null;
            });
            assertThrows(
                    IllegalStateException.class,
                    () -> budget.run(() -> {
                        throw new IllegalStateException("work fails");
                    }));
            assertSame(session, Ops.current());
            assertEquals(3, budget.threads());
        }
    }

    @Test
    void manyRunsSideBySideHaveTheBitsOfOneAlone() throws Exception {
        for (int threads : List.of(1, 2)) {
            var alone = inBudget(threads, ThreadBudgetTest::work).call();
            var pool = Executors.newFixedThreadPool(4);
            try {
                List<Future<double[]>> runs =
                        pool.invokeAll(java.util.Collections.nCopies(8, inBudget(threads, ThreadBudgetTest::work)));
                for (var run : runs) {
                    assertArrayEquals(alone, run.get());
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void whatTheSessionComputesBesideThemDoesNotReachTheirBits() throws Exception {
        var alone = inBudget(1, ThreadBudgetTest::work).call();
        var done = new AtomicBoolean();
        var session = new Thread(() -> {
            while (!done.get()) {
                work();
            }
        });
        session.start();
        try {
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(alone, inBudget(1, ThreadBudgetTest::work).call());
            }
        } finally {
            done.set(true);
            session.join();
        }
    }

    @Test
    void aClosedBudgetStillWorks() throws Exception {
        var budget = ThreadBudget.of(2);
        var before = budget.run(ThreadBudgetTest::work);
        budget.close();
        assertArrayEquals(before, budget.run(ThreadBudgetTest::work));
    }

    @Test
    void aBudgetOfNoThreadsIsRefused() {
        assertEquals(
                "a budget needs at least one thread, got 0",
                assertThrows(IllegalArgumentException.class, () -> ThreadBudget.of(0))
                        .getMessage());
    }

    private static Callable<double[]> inBudget(int threads, Callable<double[]> work) {
        return () -> {
            try (var budget = ThreadBudget.of(threads)) {
                return budget.run(work);
            }
        };
    }

    /** A product that is cut, an eigendecomposition, and a sum: all that knows of threads. */
    private static double[] work() {
        var ops = Ops.current();
        var a = Nd4j.create(DataType.FLOAT, N, N);
        var c = Nd4j.create(DataType.FLOAT, N, N);
        var values = Nd4j.create(DataType.FLOAT, N);
        var vectors = Nd4j.create(DataType.FLOAT, N, N);
        ops.normal(7, a);
        ops.syrk(false, 1.0 / N, a, 0, c);
        ops.eigh(c, values, vectors);
        ops.gemm(false, true, 1, vectors, a, 0, c);
        var out = new double[2 * N + 1];
        out[0] = ops.dot(c, c);
        for (int i = 0; i < N; i++) {
            out[1 + i] = values.getDouble(i);
            out[1 + N + i] = c.getDouble(i, N - 1 - i);
        }
        return out;
    }
}
