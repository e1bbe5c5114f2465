package org.guideddescent.parallel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.guideddescent.objective.Batches;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One rank as a program of its own: {@code rank size steps folder millis}, the last to wait at each step. It prints where it listens, reads where the others do, and
 * trains on; every {@link #PART} steps rank 0 saves. If there is a checkpoint, all continue from it.
 */
final class TrainingProcess {
    static final int PART = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TrainingProcess() {}

    public static void main(String[] args) throws IOException {
        int rank = Integer.parseInt(args[0]);
        int steps = Integer.parseInt(args[2]);
        var folder = Path.of(args[3]);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var seat = Ring.listen("127.0.0.1")) {
            System.out.println("at " + seat.address().getPort());
            var host = seat.address().getHostString();
            List<InetSocketAddress> addresses = Arrays.stream(in.readLine().split(" ", -1))
                    .map(port -> new InetSocketAddress(host, Integer.parseInt(port)))
                    .toList();
            try (var team = seat.join(addresses, rank, "processes", PATIENCE)) {
                double[] weights =
                        train(team, steps, folder, Integer.parseInt(args[4]), t -> System.out.println("saved " + t));
                Files.writeString(folder.resolve("weights" + rank), text(weights));
                System.out.println("done");
            }
        } catch (TeamException e) {
            System.out.println("failed " + e.getMessage());
            System.exit(3);
        }
    }

    /** The run, whoever the team is. */
    static double[] train(Team team, int steps, Path folder, int millis, LongConsumer saved) {
        var net = Scenes.network();
        var own = Scenes.batches(Scenes.BATCH, DataType.DOUBLE);
        Batches slow = t -> {
            pause(millis);
            return own.at(t);
        };
        var training = DataParallel.of(team, net, slow, Scenes.SEED).comparingEvery(7);
        var optimizer = training.optimizer(Scenes.rules().get("shampoo"), Scenes.weights(net, DataType.DOUBLE));
        var checkpoint = folder.resolve("checkpoint.zip");
        if (team.average(Nd4j.zeros(1), Files.exists(checkpoint) ? 1 : 0) > 0) {
            training.load(optimizer, checkpoint);
        }
        while (optimizer.steps() < steps) {
            training.train(optimizer, Math.min(steps, (optimizer.steps() / PART + 1) * PART));
            training.save(optimizer, checkpoint);
            saved.accept(optimizer.steps());
        }
        return optimizer.weights().flat().toDoubleVector();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Numbers as text without a loss. */
    static String text(double[] x) {
        return Arrays.stream(x).mapToObj(Double::toHexString).collect(Collectors.joining("\n"));
    }
}
