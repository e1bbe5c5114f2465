package org.guideddescent.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A master, and how Spark is set up for the library's work there. A setting of one's own wins over each of ours.
 *
 * @param master as Spark has it: {@code local[2]} or {@code spark://host:7077}
 * @param settings of one's own, by Spark's names
 */
record Cluster(String master, Map<String, String> settings) {
    private static final int CONNECT_MILLIS = 5_000;
    private static final long WORKER_MILLIS = 60_000;
    /** Variables that decide how native libraries compute, and with it the last bits. */
    private static final List<String> NATIVE = List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE");

    Cluster {
        settings = new LinkedHashMap<>(settings);
    }

    /**
     * Connects.
     *
     * @param threads of each run, the cores that it takes
     * @throws IllegalStateException if no master answers, or no worker has room, or the process has another context
     */
    @SuppressWarnings("CatchingUnchecked") // Scala throws checked exceptions that no signature names.
    JavaSparkContext connect(int threads) {
        if (!isLocal()) {
            requireMaster();
        }
        quiet();
        JavaSparkContext context = null;
        try {
            context = new JavaSparkContext(conf(threads));
            context.setLogLevel("WARN");
            requireWorker(context, threads);
            return context;
        } catch (Exception e) {
            if (context != null) {
                context.close();
            }
            throw explained(e);
        }
    }

    private boolean isLocal() {
        return master.startsWith("local");
    }

    SparkConf conf(int threads) {
        var ours = new LinkedHashMap<String, String>();
        ours.put("spark.app.name", "guided-descent");
        ours.put("spark.task.cpus", Integer.toString(threads));
        ours.put("spark.ui.enabled", "false");
        ours.put("spark.ui.showConsoleProgress", "false");
        // A run that takes its process down is tried three times more.
        ours.put("spark.task.maxFailures", "4");
        // Arrays live beside the heap.
        ours.put("spark.executor.memory", "2g");
        ours.put("spark.executor.memoryOverhead", "2g");
        ours.put("spark.executor.extraJavaOptions", String.join(" ", options()));
        environment().forEach((name, value) -> ours.put("spark.executorEnv." + name, value));
        if (isHere()) {
            ours.put("spark.driver.host", "127.0.0.1");
            ours.put("spark.driver.bindAddress", "127.0.0.1");
        }
        if (!isLocal()) {
            ours.put("spark.jars", jars());
        }
        ours.putAll(settings);
        var conf = new SparkConf().setMaster(master);
        ours.forEach(conf::set);
        return conf;
    }

    /** What the JVM of a worker needs, and what this one has that decides about speed. */
    private static List<String> options() {
        var options = Stream.<String>builder();
        // Spark 3.5 on Java 17.
        options.add("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            options.add("--add-modules=jdk.incubator.vector");
        }
        Optional.ofNullable(System.getProperty("guideddescent.ops"))
                .ifPresent(ops -> options.add("-Dguideddescent.ops=" + ops));
        return options.build().toList();
    }

    private static Map<String, String> environment() {
        var found = new LinkedHashMap<String, String>();
        found.put("OMP_NUM_THREADS", Integer.toString(Runtime.getRuntime().availableProcessors()));
        for (var name : NATIVE) {
            Optional.ofNullable(System.getenv(name)).ifPresent(value -> found.put(name, value));
        }
        return found;
    }

    /** Workers on this machine read the jars where they are; others get them from this process. */
    private String jars() {
        return Jars.of(Cluster.class.getClassLoader()).files().stream()
                .map(file -> isHere()
                        ? "local:" + file.toUri().getRawPath()
                        : file.toUri().toString())
                .collect(Collectors.joining(","));
    }

    private boolean isHere() {
        return isLocal()
                || hosts().stream().allMatch(host -> {
                    try {
                        return InetAddress.getByName(host.getHostString()).isLoopbackAddress();
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    /** Of spark://host1:7077,host2:7077. */
    private List<InetSocketAddress> hosts() {
        return Stream.of(master.replaceFirst("^spark://", "").split(","))
                .map(host -> InetSocketAddress.createUnresolved(
                        host.substring(0, host.lastIndexOf(':')),
                        Integer.parseInt(host.substring(host.lastIndexOf(':') + 1))))
                .toList();
    }

    /** Spark itself would try for a minute and then fail in words of its own. */
    private void requireMaster() {
        for (var host : hosts()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(host.getHostString(), host.getPort()), CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                // The next one may be the leader.
            }
        }
        throw new IllegalStateException("no Spark master answers at " + master
                + "; environment/cluster start starts one on this machine and prints its address");
    }

    private void requireWorker(JavaSparkContext context, int threads) {
        long end = System.nanoTime() + WORKER_MILLIS * 1_000_000;
        // The first of the list is this process.
        while (!isLocal() && context.statusTracker().getExecutorInfos().length < 2) {
            if (System.nanoTime() > end) {
                var memory = context.getConf().get("spark.executor.memory");
                throw new IllegalStateException("no worker of " + master + " began to work within "
                        + WORKER_MILLIS / 1000 + " s; a run wants " + threads + " of a worker's cores and "
                        + memory + " of its memory, see spark.executor.memory");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a worker of " + master, e);
            }
        }
    }

    /** Spark begins to speak before it can be told not to. */
    private static void quiet() {
        quiet("log4j2.configurationFile", "classpath:org/guideddescent/spark/quiet-log4j2.properties");
        // Ours, which is silent, and Spark's are both there in a notebook; slf4j takes the first and need not say so.
        quiet("slf4j.internal.verbosity", "ERROR");
    }

    private static void quiet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static IllegalStateException explained(Exception e) {
        if (String.valueOf(e.getMessage()).contains("Only one SparkContext")) {
            return new IllegalStateException(
                    "this process has a Spark context already, and Spark allows one; close the engine that has it, or"
                            + " use SparkEngine.of(context)",
                    e);
        }
        return new IllegalStateException(e.getMessage(), e);
    }
}
