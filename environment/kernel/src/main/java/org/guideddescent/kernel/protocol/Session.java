package org.guideddescent.kernel.protocol;

import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.guideddescent.kernel.KernelInstance;
import org.guideddescent.kernel.jshell.CellShell;
import org.guideddescent.kernel.jshell.Outcome;
import org.guideddescent.kernel.jshell.Questions;
import org.guideddescent.kernel.magic.CellFailure;
import org.guideddescent.kernel.magic.Registry;
import org.guideddescent.kernel.render.Rendering;

/**
 * The shell, the thread that alone may use it, and what cells may ask of the kernel. Start-up is the thread's first
 * task, so requests wait for it without further ado.
 */
final class Session implements KernelInstance {
    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    private final ExecutorService cellThread = Executors.newSingleThreadExecutor(body -> {
        Thread thread = new Thread(body, "cell");
        thread.setDaemon(true);
        return thread;
    });
    private final CompletableFuture<CellShell> shell;
    private final AtomicReference<CellShell> starting = new AtomicReference<>();
    private final CellOutput output;
    private final CommManager comms;
    private final Rendering rendering = new Rendering();
    private final MagicCells magics;
    private final StartUp startUp;

    private int cell;

    Session(CellOutput output, Environment environment, CommManager comms) {
        this.output = output;
        this.comms = comms;
        this.magics = new MagicCells(this, this::shell, environment);
        this.startUp = new StartUp(environment);
        this.shell = CompletableFuture.supplyAsync(this::started, cellThread);
    }

    private CellShell started() {
        try {
            return start();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "the kernel could not start", e);
            throw e;
        }
    }

    private CellShell start() {
        CellShell started = startUp.open(starting::set);
        startUp.runScripts(source -> started.cell(() -> run(source, 0)));
        started.endStartUp();
        rendering.loadExtensions(started.classLoader());
        magics.startExtensions(started.classLoader());
        return started;
    }

    /** Runs work on the cell thread and waits for it. */
    <T> T onCellThread(Function<CellShell, T> work) throws InterruptedException {
        try {
            return shell.thenApplyAsync(work, cellThread).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void interrupt() {
        if (shell.isDone()) {
            shell().interrupt();
        }
    }

    /** Evaluates magics and Java of one cell; on the cell thread. */
    Outcome run(String code, int number) {
        cell = number;
        if (number > 0) {
            startUp.printRemarks();
        }
        return magics.run(code, number);
    }

    /** The class path has grown: libraries there may teach the renderer their types. */
    void lookForRenderers() {
        rendering.classPathGrew();
    }

    private CellShell shell() {
        CellShell early = starting.get();
        return early == null ? shell.join() : early;
    }

    @Override
    public Renderer getRenderer() {
        return rendering.renderer();
    }

    @Override
    public Registry getMagics() {
        return magics.registry();
    }

    @Override
    public CommManager getCommManager() {
        return comms;
    }

    @Override
    public DisplayData render(Object value, String... types) {
        return rendering.render(value, types);
    }

    @Override
    public void display(DisplayData data) {
        output.display(data);
    }

    @Override
    public void updateDisplay(DisplayData data) {
        output.update(data);
    }

    @Override
    public void clearOutput(boolean wait) {
        output.publish("clear_output", Json.of("wait", wait));
    }

    @Override
    public void page(DisplayData data) {
        output.page(data);
    }

    @Override
    public String ask(String prompt, boolean password) throws IOException, InterruptedException {
        return output.ask(prompt, password);
    }

    @Override
    public Object evalRaw(String code) {
        Outcome outcome = shell().kernelCode(() -> run(code, cell));
        if (outcome instanceof Outcome.Failure failure) {
            throw new CellFailure(failure);
        }
        return ((Outcome.Value) outcome).value().orElse(null);
    }

    @Override
    public void addToClassPath(Path entry) {
        magics.addToClassPath(entry);
    }

    @Override
    public Questions questions() {
        return shell().questions();
    }

    @Override
    public Outcome.Failure failure(Throwable thrown) {
        return shell().failure(thrown);
    }

    /** What the magics say to an editor; asked on the cell thread. */
    MagicCells magics() {
        return magics;
    }
}
