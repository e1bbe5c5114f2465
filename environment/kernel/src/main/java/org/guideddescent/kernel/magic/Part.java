package org.guideddescent.kernel.magic;

/** A stretch of a cell that is evaluated in one step. */
public sealed interface Part {

    /**
     * Java source, padded with blank lines in front so that its line numbers are the cell's.
     *
     * @param text the source
     */
    record Java(String text) implements Part {}

    /**
     * A line magic.
     *
     * @param name without the percent sign
     * @param rest what follows the name on the line
     */
    record Line(String name, String rest) implements Part {}

    /**
     * A cell magic, which is its whole cell.
     *
     * @param name without the percent signs
     * @param rest what follows the name on the line
     * @param body the lines below
     * @param line the number of lines before the body
     */
    record Whole(String name, String rest, String body, int line) implements Part {}
}
