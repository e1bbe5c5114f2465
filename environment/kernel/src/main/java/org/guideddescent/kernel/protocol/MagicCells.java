package org.guideddescent.kernel.protocol;

import io.github.spencerpark.jupyter.kernel.magic.registry.UndefinedMagicException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.guideddescent.kernel.jshell.CellInterrupted;
import org.guideddescent.kernel.jshell.CellShell;
import org.guideddescent.kernel.jshell.Outcome;
import org.guideddescent.kernel.jshell.Questions.Completeness;
import org.guideddescent.kernel.jshell.Questions.Completion;
import org.guideddescent.kernel.magic.BuiltIn;
import org.guideddescent.kernel.magic.CellFailure;
import org.guideddescent.kernel.magic.Names;
import org.guideddescent.kernel.magic.Part;
import org.guideddescent.kernel.magic.Parts;
import org.guideddescent.kernel.magic.Registry;
import org.guideddescent.kernel.magic.Words;

/** Runs the parts of a cell in their order: Java in the shell, magics from the registry. On the cell thread. */
final class MagicCells implements Names {
    private final Session session;
    private final Supplier<CellShell> shell;
    private final boolean extended;
    private final CellClassPath classPath;
    private final Extensions extensions;
    private Registry registry;
    private Part.Whole running;

    MagicCells(Session session, Supplier<CellShell> shell, Environment environment) {
        this.session = session;
        this.shell = shell;
        this.extended = environment.loadsExtensions();
        this.extensions = new Extensions(session);
        this.classPath = new CellClassPath(environment::classPath, this::toShell);
    }

    private void toShell(Path entry) {
        kernelWork(() -> shell.get().addToClassPath(entry.toString()));
    }

    /** Made when a cell first needs it, because reading the annotations of all magics takes time. */
    synchronized Registry registry() {
        if (registry == null) {
            registry = BuiltIn.registry(
                    classPath,
                    this::runInside,
                    (limit, work) -> shell.get().within(limit, work),
                    () -> shell.get().declarations(),
                    () -> kernelWork(() -> shell.get().reset()));
        }
        return registry;
    }

    void addToClassPath(Path entry) {
        classPath.add(entry);
    }

    void startExtensions(ClassLoader loader) {
        if (extended) {
            extensions.lookLater(loader);
        }
    }

    Outcome run(String code, int number) {
        Outcome last = new Outcome.Value(Optional.empty());
        try {
            extensions.installFound();
            for (Part part : Parts.of(code, this)) {
                last = run(part, number);
                if (last.endsCell()) {
                    break;
                }
                greetNewcomers();
            }
        } catch (IllegalArgumentException e) {
            return shell.get().refusal(e);
        }
        return last;
    }

    private Outcome run(Part part, int number) {
        if (part instanceof Part.Java java) {
            return shell.get().evaluate(java.text(), number);
        }
        if (part instanceof Part.Line line) {
            return magic(() -> {
                List<String> arguments = arguments(line.name(), line.rest());
                return registry().applyLineMagic(line.name(), arguments);
            });
        }
        Part.Whole whole = (Part.Whole) part;
        Part.Whole before = running;
        running = whole;
        try {
            return magic(() -> {
                await(registry().wholes().containsKey(whole.name()));
                return registry().applyCellMagic(whole.name(), Words.of(whole.rest()), whole.body());
            });
        } finally {
            running = before;
        }
    }

    /** Magics are user code, which an interrupt reaches while it waits. */
    private Outcome magic(Callable<Object> call) {
        try {
            return shell.get().userCode(() -> new Outcome.Value(Optional.ofNullable(checked(call))));
        } catch (CellFailure e) {
            return e.failure();
        } catch (RuntimeException | Error e) {
            return failure(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
        }
    }

    private static Object checked(Callable<Object> call) {
        try {
            return call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private Outcome failure(Throwable thrown) {
        Optional<CellInterrupted> stopped = shell.get().stopping();
        if (stopped.isPresent()) {
            return shell.get().refusal(stopped.get());
        }
        boolean sentence = thrown instanceof IllegalArgumentException
                || thrown instanceof IllegalStateException
                || thrown instanceof UndefinedMagicException
                || thrown instanceof UncheckedIOException
                || thrown instanceof IOException;
        return sentence ? shell.get().refusal(thrown) : shell.get().failure(thrown);
    }

    /** What a magic asks to run; the body of a running cell magic keeps the line numbers of its cell. */
    private Object runInside(String code) {
        boolean isBody = running != null && running.body().equals(code);
        return session.evalRaw(isBody ? "\n".repeat(running.line()) + code : code);
    }

    private void kernelWork(Runnable work) {
        shell.get().kernelCode(() -> {
            work.run();
            return null;
        });
    }

    /** Libraries that joined the class path may teach the kernel magics and types. */
    private void greetNewcomers() {
        if (classPath.takeGrown() && extended) {
            extensions.lookNow(shell.get().classLoader());
            session.lookForRenderers();
        }
    }

    private void await(boolean known) {
        if (!known) {
            extensions.installAll();
        }
    }

    @Override
    public boolean isVariable(String name) {
        return shell.get().declarations().hasVariable(name);
    }

    @Override
    public List<String> arguments(String magic, String rest) {
        await(registry().lines().containsKey(magic));
        return registry().arguments(magic, rest);
    }

    /** Names of magics at the cursor, if one is being written. */
    Optional<Completion> complete(String code, int cursor) {
        return code.indexOf('%') < 0 ? Optional.empty() : registry().complete(code, cursor);
    }

    /** What the magic under the cursor does. */
    Optional<String> inspect(String code, int cursor) {
        return code.indexOf('%') < 0
                ? Optional.empty()
                : registry().named(code, cursor).flatMap(registry()::describe);
    }

    /** The answer for a cell with magics, where Java alone cannot tell: a console ends a cell magic by an empty line. */
    Optional<Completeness> completeness(String code) {
        try {
            List<Part> parts = Parts.of(code, this);
            Part last = parts.isEmpty() ? new Part.Java("") : parts.get(parts.size() - 1);
            if (last instanceof Part.Whole whole) {
                boolean ended = whole.body().endsWith("\n");
                return Optional.of(new Completeness(ended ? "complete" : "incomplete", ""));
            }
            return last instanceof Part.Java java
                    ? parts.size() == 1 && java.text().equals(code)
                            ? Optional.empty()
                            : Optional.of(shell.get().questions().completeness(java.text()))
                    : Optional.of(new Completeness("complete", ""));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Completeness("invalid", ""));
        }
    }
}
