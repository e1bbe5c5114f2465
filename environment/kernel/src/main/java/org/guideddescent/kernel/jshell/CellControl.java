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

    private final Deque<Field> results = new ArrayDeque<>();
    private final Object gate = new Object();
    private Thread cell;
    private boolean inUserCode;
    private boolean stopping;
    private Object value;
    private Throwable thrown;
    private Field variable;

    CellControl(CellLoader loader) {
        super(loader);
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

    /** Marks the calling thread as the one that a stop is for. */
    void beginCell() {
        synchronized (gate) {
            cell = Thread.currentThread();
            stopping = false;
        }
    }

    void endCell() {
        synchronized (gate) {
            cell = null;
            stopping = false;
            InterruptPoint.clear();
        }
        // A late interrupt must not hit the next cell.
        Thread.interrupted();
    }

    boolean isStopping() {
        synchronized (gate) {
            return stopping;
        }
    }

    /** Stops the running cell, if any: at a back branch, in a wait, or before its next statement. */
    @Override
    public void stop() {
        synchronized (gate) {
            if (cell == null) {
                return;
            }
            stopping = true;
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
            if (stopping) {
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
        value = method.invoke(null);
        keep(method.getDeclaringClass());
        // The text of a value is the renderer's work, and toString of a large array is slow.
        return "";
    }

    @Override
    protected String throwConvertedInvocationException(Throwable cause)
            throws ExecutionControl.RunException, ExecutionControl.InternalException {
        thrown = cause;
        return super.throwConvertedInvocationException(cause);
    }

    private void keep(Class<?> snippet) throws IllegalAccessException {
        for (Field field : snippet.getDeclaredFields()) {
            if (field.getName().matches("\\$\\d+") && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                results.addLast(field);
            }
        }
        while (results.size() > RESULTS_KEPT) {
            results.removeFirst().set(null, null);
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
