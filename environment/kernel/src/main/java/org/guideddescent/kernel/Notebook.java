package org.guideddescent.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.guideddescent.kernel.render.Progress;

/**
 * The functions that every cell can call; the start-up imports them statically. They are static because a cell has no
 * other way to reach its kernel, hence the one reference below: a process is one kernel.
 */
public final class Notebook {
    private static final AtomicReference<KernelInstance> KERNEL = new AtomicReference<>();

    private Notebook() {}

    /** Makes the functions speak to this kernel. */
    public static void attach(KernelInstance kernel) {
        KERNEL.set(kernel);
    }

    public static KernelInstance getKernelInstance() {
        KernelInstance kernel = KERNEL.get();
        if (kernel == null) {
            throw new IllegalStateException("no kernel runs in this process");
        }
        return kernel;
    }

    /** The kernel of this process; empty in any other program. */
    public static Optional<KernelInstance> kernel() {
        return Optional.ofNullable(KERNEL.get());
    }

    /** The same elements, with a bar that shows how far a loop over them is. */
    public static <T> Iterable<T> progress(Iterable<T> elements) {
        return progress(elements, "");
    }

    /** The same, with a name before the bar. */
    public static <T> Iterable<T> progress(Iterable<T> elements, String name) {
        return new Progress<>(elements, name);
    }

    /** Shows a value, as the given MIME types if any are given; returns the id for {@link #updateDisplay}. */
    public static String display(Object value, String... as) {
        DisplayData data = render(value, as);
        if (!data.hasDisplayId()) {
            data.setDisplayId(UUID.randomUUID().toString());
        }
        getKernelInstance().display(data);
        return data.getDisplayId();
    }

    /** The MIME bundle of a value; show it later or change it first. */
    public static DisplayData render(Object value, String... as) {
        return getKernelInstance().render(value, as);
    }

    /** Replaces what {@link #display} showed under this id. */
    public static void updateDisplay(String id, Object value, String... as) {
        DisplayData data = new DisplayData(render(value, as));
        data.setDisplayId(id);
        getKernelInstance().updateDisplay(data);
    }

    /** Prints formatted text; English digits and points whatever the machine's language. */
    @SuppressWarnings("AnnotateFormatMethod") // The format comes from a cell, whose compiler does not check it.
    public static void printf(String format, Object... arguments) {
        System.out.print(String.format(Locale.ROOT, format, arguments));
    }

    public static Object eval(String code) {
        return getKernelInstance().eval(code);
    }

    public static void lineMagic(String line) {
        getKernelInstance().lineMagic(line);
    }
}
