/**
 * How values look: text for every value, and HTML where a table helps.
 *
 * <p>Plain text is always there, because terminals, code hosts and diffs show nothing else, and it is what JShell or
 * {@code toString} would print: {@code List.of(1, 2)} is {@code [1, 2]}, an array is {@code int[2] { 1, 2 }}. Only the
 * middle of what is long is left out. A table is added for records and maps that do not fit in one line of 80 characters,
 * but for records that write their own text, and for collections of records or of maps, which a reader compares column by column. A list of numbers stays a line.
 *
 * <p>Rendering is total: it reads only what it shows, so that a list of ten million elements costs no more than one of a
 * hundred; it never reads a stream or an iterator, which can be read once and may have no end; a value that contains
 * itself ends; a value whose own code fails is a sentence that says so. HTML is made of tags and styles that the
 * sanitizers of Notebook and JupyterLab keep, and names no color, so it suits light and dark themes.
 *
 * <p>Types of the JDK are known here. Libraries teach theirs through {@link org.guideddescent.kernel.spi.RenderExtension},
 * users through {@code getKernelInstance().getRenderer()}. For the same class a user's registration comes before a
 * library's, and both come before ours.
 */
package org.guideddescent.kernel.render;
