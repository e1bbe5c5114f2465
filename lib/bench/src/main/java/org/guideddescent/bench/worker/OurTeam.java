package org.guideddescent.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.guideddescent.bench.Shape;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Mlp;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.objective.Oracle;
import org.guideddescent.parallel.DataParallel;
import org.guideddescent.parallel.Link;
import org.guideddescent.parallel.Ring;
import org.guideddescent.parallel.Team;
import org.guideddescent.parallel.TeamException;
import org.guideddescent.rule.Colleagues;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Work of two ranks, each a process, that meet over the loopback. The contestant is rank 0 and starts rank 1. Arguments: {@code
 * sum n}, the mean of n floats; or {@code step}, widths, batch size, the rule's name, {@code divided} or {@code replicated}.
 */
public final class OurTeam {
    private static final Duration PATIENCE = Duration.ofHours(6);
    private static final String HOST = "127.0.0.1";

    private OurTeam() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            var team = withAnother(arguments);
            var link = Link.measured(team);
            var repetition = work(team, arguments);
            var go = Nd4j.zeros(1);
            // The other rank repeats when it is told to; the word is not timed.
            return new Worker.Task(
                            "2 ranks, " + Ops.current().describe(),
                            repetition,
                            () -> String.format(
                                    Locale.ROOT, " latency=%.9f bandwidth=%.0f", link.latency(), link.bandwidth()))
                    .after(() -> team.broadcast(0, go));
        });
    }

    private static Runnable work(Team team, String[] arguments) {
        if (arguments[0].equals("sum")) {
            INDArray values = Numbers.vector(Integer.parseInt(arguments[1]));
            return () -> team.average(values);
        }
        var shape = Shape.parse(arguments[1], arguments[2]);
        var widths = shape.widths();
        var network = Mlp.of(widths.stream().mapToInt(Integer::intValue).toArray());
        Batch batch = Numbers.batch(shape.batch(), widths.get(0), widths.get(widths.size() - 1));
        Objective divided =
                DataParallel.of(team, network, t -> batch, new Seed(1)).divided();
        var theta = network.initialize(Numbers.random());
        var optimizer = new Optimizer(
                OurStep.named(arguments[3]), theta, arguments[4].equals("divided") ? team : Colleagues.NONE);
        var oracle = new Oracle(divided, batch);
        return () -> optimizer.step(optimizer.gradient(), divided.gradient(theta, batch, optimizer.gradient()), oracle);
    }

    private static Team withAnother(String[] arguments) {
        try (var seat = Ring.listen(HOST)) {
            var command = new ArrayList<String>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            // As this JVM was started: memory, modules, processors.
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Other.class.getName()));
            command.add(Integer.toString(seat.address().getPort()));
            command.addAll(List.of(arguments));
            var other = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(other::destroyForcibly));
            var port = new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (port == null) {
                throw new IllegalStateException("rank 1 ended without a word");
            }
            var host = seat.address().getHostString();
            var addresses = List.of(seat.address(), new InetSocketAddress(host, Integer.parseInt(port)));
            return seat.join(addresses, 0, HOST, PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start rank 1", e);
        }
    }

    /** Rank 1. */
    static final class Other {
        private Other() {}

        /** Arguments: the port of rank 0, then its own. */
        public static void main(String[] args) {
            try (var seat = Ring.listen(HOST)) {
                System.out.println(seat.address().getPort());
                var host = seat.address().getHostString();
                var addresses = List.of(new InetSocketAddress(host, Integer.parseInt(args[0])), seat.address());
                try (var team = seat.join(addresses, 1, HOST, PATIENCE)) {
                    Link.measured(team);
                    var repetition = work(team, Arrays.copyOfRange(args, 1, args.length));
                    var go = Nd4j.zeros(1);
                    while (true) {
                        team.broadcast(0, go);
                        repetition.run();
                    }
                }
            } catch (TeamException rankZeroIsDone) {
                System.exit(0);
            }
        }
    }
}
