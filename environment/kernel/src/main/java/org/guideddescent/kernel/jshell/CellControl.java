package org.guideddescent.kernel.jshell;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;

/** Runs cell code in this process; keeps the real result, the real exception, and the means to stop. */
final class CellControl extends DirectExecutionControl {
    /** Older results of bare expressions are released: each would otherwise live in its $N for the whole session. */
    static final int RESULTS_KEPT = 32;
    /** Given back to the heap when a cell has filled it, so that the kernel can say so and go on. */
    private static final int RESERVE = 4 << 20;

    private final CellLoader loader;
    private final Deque<Field> results = new ArrayDeque<>();
    private final Object gate = new Object();
    private byte[] reserve = new byte[RESERVE];
    private Thread cell;
    private boolean inUserCode;
    private CellInterrupted stopping;
    private boolean compilingOnly;
    private Class<?> invoked;
    private Object value;
    private Throwable thrown;
    private Field variable;

    CellControl(CellLoader loader) {
        super(loader);
        this.loader = loader;
    }

    /** The value of the last snippet; forgets it. */
    Object takeValue() {
        Object taken = value;
        value = null;
        return taken;
    }

    /** What the last snippet threw, with its causes; forgets it. */
    Throwable takeThrown() {
        Throwable taken = thrown;
        thrown = null;
        return taken;
    }

    /** The name of the class of the last snippet that ran, if one did; forgets it. */
    Optional<String> takeInvoked() {
        Optional<String> taken = Optional.ofNullable(invoked).map(Class::getName);
        invoked = null;
        return taken;
    }

    /** Lets a snippet's class go, which must be one that no other can name. */
    void forget(String snippet) {
        loader.forget(snippet);
    }

    /** While true, snippets are compiled and loaded but do not run. */
    void compileOnly(boolean only) {
        compilingOnly = only;
    }

    /** Marks the calling thread as the one that a stop is for. */
    void beginCell() {
        synchronized (gate) {
            cell = Thread.currentThread();
            stopping = null;
        }
    }

    void endCell() {
        synchronized (gate) {
            cell = null;
            resume();
        }
        // A late interrupt must not hit the next cell.
        Thread.interrupted();
        refill();
    }

    /** Ends a stop: the cell may compute again. */
    void resume() {
        synchronized (gate) {
            stopping = null;
            InterruptPoint.clear();
        }
    }

    /** Why the running cell is being stopped, if it is. */
    Optional<CellInterrupted> stopping() {
        synchronized (gate) {
            return Optional.ofNullable(stopping);
        }
    }

    /** Stops the running cell, if any: at a back branch, in a wait, or before its next statement. */
    @Override
    public void stop() {
        stop(new CellInterrupted());
    }

    void stop(CellInterrupted why) {
        synchronized (gate) {
            if (cell == null) {
                return;
            }
            stopping = why;
            InterruptPoint.stop(cell);
            // Never while javac runs: an interrupt would close the jar files that it reads.
            if (inUserCode) {
                cell.interrupt();
            }
        }
    }

    @Override
    protected void clientCodeEnter() {
        synchronized (gate) {
            inUserCode = true;
            if (stopping != null) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    protected void clientCodeLeave() {
        synchronized (gate) {
            inUserCode = false;
            Thread.interrupted();
        }
    }

    @Override
    protected String invoke(Method method) throws Exception {
        if (!compilingOnly) {
            invoked = method.getDeclaringClass();
            value = method.invoke(null);
            keep(invoked);
        }
        // The text of a value is the renderer's work, and toString of a large array is slow.
        return "";
    }

    @Override
    protected String throwConvertedInvocationException(Throwable cause)
            throws ExecutionControl.RunException, ExecutionControl.InternalException {
        if (cause instanceof OutOfMemoryError) {
            reserve = null;
        }
        thrown = cause;
        return super.throwConvertedInvocationException(cause);
    }

    private void refill() {
        if (reserve == null) {
            try {
                reserve = new byte[RESERVE];
            } catch (OutOfMemoryError e) {
                // The heap is still full; the next cell may free it.
                reserve = null;
            }
        }
    }

    private void keep(Class<?> snippet) throws IllegalAccessException {
        for (Field field : snippet.getDeclaredFields()) {
            if (field.getName().matches("\\$\\d+")) {
                field.setAccessible(true);
                results.addLast(field);
            }
        }
        while (results.size() > RESULTS_KEPT) {
            Field old = results.removeFirst();
            if (!old.getType().isPrimitive()) {
                old.set(null, null);
            }
            loader.forget(old.getDeclaringClass().getName());
        }
    }

    /** Finds the field of a variable for {@link #takeVariable}; no text, because a value may be large. */
    @Override
    public String varValue(String className, String name)
            throws ExecutionControl.RunException, ExecutionControl.InternalException {
        try {
            variable = findClass(className).getDeclaredField(name);
            variable.setAccessible(true);
            return "";
        } catch (ReflectiveOperationException e) {
            throw new ExecutionControl.InternalException(e.toString());
        }
    }

    /** The field of the variable last asked for; forgets it. */
    Optional<Field> takeVariable() {
        Optional<Field> taken = Optional.ofNullable(variable);
        variable = null;
        return taken;
    }

    boolean isInUserCode() {
        synchronized (gate) {
            return inUserCode && cell == Thread.currentThread();
        }
    }
}
