package org.guideddescent.kernel.magic;

import java.util.List;

/** What dividing a cell must know about the kernel that runs it. */
public interface Names {
    /** Whether Java code may use this name as a variable now, so that {@code !name} is an expression and no command. */
    boolean isVariable(String name);

    /** The arguments that this line magic wants from the rest of its line. */
    List<String> arguments(String magic, String rest);
}
