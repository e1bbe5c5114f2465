package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.guideddescent.kernel.jshell.CellInterrupted;

/** !command, %%bash and %%sh: other programs, in the notebook's folder, whose output appears while they run. */
public final class ShellMagics {
    /** The line magic behind {@code !command}. */
    static final String COMMAND = "sh";

    private static final int AFTERWARDS_MILLIS = 1000;
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private final Map<String, String> environment;

    /**
     * Makes the magics of other programs.
     *
     * @param environment variables on top of the kernel's own; read at each command
     */
    public ShellMagics(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Runs a command of the system's shell, as {@code !command}.
     *
     * @param command its words
     */
    @LineMagic(COMMAND)
    @Raw
    @Help(
            usage = "!command, or %sh command",
            text = "Runs a shell command. An exit status other than 0 fails the cell; an interrupt kills the command.",
            example = "!ls -l")
    public void sh(List<String> command) {
        run(String.join(" ", command), WINDOWS ? List.of("cmd", "/c") : List.of("sh", "-c"), List.of());
    }

    /**
     * Runs the cell by sh, as {@code %%sh}.
     *
     * @param arguments of the script
     * @param body the script
     */
    @CellMagic("sh")
    @Help(
            usage = "%%sh [argument...]",
            text = "Runs the rest of the cell as a script of sh; arguments are $1 and so on.",
            example = "%%sh world\necho hello $1")
    public void shWhole(List<String> arguments, String body) {
        run(body, List.of("sh", "-c"), arguments);
    }

    /**
     * Runs the cell by bash, as {@code %%bash}.
     *
     * @param arguments of the script
     * @param body the script
     */
    @CellMagic
    @Help(
            usage = "%%bash [argument...]",
            text = "As %%sh, with bash.",
            example = "%%bash\nfor i in 1 2 3; do echo $i; done")
    public void bash(List<String> arguments, String body) {
        run(body, List.of("bash", "-c"), arguments);
    }

    private void run(String script, List<String> shell, List<String> arguments) {
        List<String> command = new ArrayList<>(shell);
        command.add(script);
        if (!arguments.isEmpty()) {
            command.add(shell.get(0)); // $0
            command.addAll(arguments);
        }
        Process process = start(command);
        Thread out = pump(process.getInputStream(), System.out);
        Thread err = pump(process.getErrorStream(), System.err);
        try {
            int status = process.waitFor();
            // Not for ever: a program left in the background keeps the streams open.
            out.join(AFTERWARDS_MILLIS);
            err.join(AFTERWARDS_MILLIS);
            if (status != 0) {
                throw new IllegalStateException("exit status " + status + " of " + shell.get(0) + ": "
                        + script.strip().lines().findFirst().orElse(""));
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new CellInterrupted();
        }
    }

    private Process start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            // A program that reads finds the end of its input instead of waiting for ever.
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.get(0) + ": " + e.getMessage(), e);
        }
    }

    private static Thread pump(InputStream from, PrintStream to) {
        Thread thread = new Thread(
                () -> {
                    byte[] buffer = new byte[8192];
                    try (from) {
                        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                            to.write(buffer, 0, n);
                        }
                    } catch (IOException e) {
                        return; // The process was killed.
                    }
                },
                "output of a command");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
