package org.guideddescent.kernel.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.guideddescent.kernel.jshell.CellShell;
import org.guideddescent.kernel.jshell.Outcome;

/** Opens the shell that a user's environment describes; what is wrong with it waits for the first cell. */
final class StartUp {
    private final Environment environment;
    private final List<String> remarks;

    StartUp(Environment environment) {
        this.environment = environment;
        this.remarks = new ArrayList<>(environment.complaints());
    }

    /** A shell with the default imports. early: gets the shell before it compiles anything. */
    CellShell open(Consumer<CellShell> early) {
        return open(early, environment.compilerOptions());
    }

    /** Without the options, if they keep the compiler from even the imports. */
    private CellShell open(Consumer<CellShell> early, List<String> options) {
        CellShell opened = new CellShell(
                StartUp.class.getClassLoader(), environment.classPath(), options, environment.statementLimit());
        early.accept(opened);
        try {
            if (opened.cell(() -> opened.importAll(Environment.IMPORTS)) instanceof Outcome.Failure failure) {
                throw new IllegalArgumentException(failure.message());
            }
            return opened;
        } catch (RuntimeException e) { // JShell passes on what the compiler says of its options.
            opened.close();
            if (options.isEmpty()) {
                throw e;
            }
            remarks.add(environment.refusedOptions(String.valueOf(e.getMessage())));
            return open(early, List.of());
        }
    }

    /** Runs the user's scripts; one that fails keeps no other from running. */
    void runScripts(Function<String, Outcome> run) {
        for (Environment.Script script : environment.startUp()) {
            if (run.apply(script.source()) instanceof Outcome.Failure failure) {
                remarks.add("in " + script.name() + ":");
                remarks.addAll(failure.lines());
            }
        }
    }

    /** Prints what was wrong, once. In a cell: a front end shows nothing that belongs to none. */
    void printRemarks() {
        remarks.forEach(System.err::println);
        remarks.clear();
    }
}
