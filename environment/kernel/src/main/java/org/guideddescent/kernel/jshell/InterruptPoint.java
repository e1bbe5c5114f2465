package org.guideddescent.kernel.jshell;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * The one call site behind every back branch of cell code: nothing until it is retargeted, so that the compiler removes
 * it. A volatile flag in its place cost a factor of five in tight loops. The only static state of the kernel's engine,
 * because the JVM links call sites statically.
 */
public final class InterruptPoint {
    private static final MethodType NOTHING = MethodType.methodType(void.class);
    private static final MethodHandle IDLE = MethodHandles.empty(NOTHING);
    private static final MutableCallSite SITE = new MutableCallSite(IDLE);

    private InterruptPoint() {}

    /**
     * Links a back branch, as the bootstrap method that instrumented classes name.
     *
     * @param caller the class with the branch
     * @param name of no meaning
     * @param type of no argument and no result
     * @return the one call site
     */
    public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type) {
        return SITE;
    }

    /** From now on the given thread stops at its next back branch; other threads run on. */
    static void stop(Thread thread) {
        try {
            MethodHandle check = MethodHandles.lookup()
                    .findStatic(InterruptPoint.class, "check", MethodType.methodType(void.class, Thread.class));
            retarget(MethodHandles.insertArguments(check, 0, thread));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static void clear() {
        if (SITE.getTarget() != IDLE) {
            retarget(IDLE);
        }
    }

    private static void retarget(MethodHandle target) {
        SITE.setTarget(target);
        MutableCallSite.syncAll(new MutableCallSite[] {SITE});
    }

    static void check(Thread stopped) {
        if (Thread.currentThread() == stopped) {
            throw new CellInterrupted();
        }
    }
}
