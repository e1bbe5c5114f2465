package org.guideddescent.kernel.magic;

import java.util.List;

/** What dividing a cell must know about the kernel that runs it. */
public interface Names {
    /**
     * {@return whether Java code may use this name as a variable now, so that {@code !name} is an expression and no
     * command}
     *
     * @param name without the exclamation mark
     */
    boolean isVariable(String name);

    /**
     * {@return the arguments that this line magic wants from the rest of its line}
     *
     * @param magic its name, without the percent sign
     * @param rest what follows the name on the line
     */
    List<String> arguments(String magic, String rest);
}
