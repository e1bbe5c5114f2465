/**
 * What a notebook shows: figures, tables, images, claims and progress.
 *
 * <p>Why a package of its own: a figure must look the same in a notebook with no network, in an exported page, on a code
 * host that strips scripts, and in print. So a {@link org.guideddescent.lab.Figure} is data; two drawings of it exist, a
 * PNG (always) and an interactive Plotly figure (where scripts may run), and neither knows of optimizers. A claim is a
 * line that a reader and a build can both check. Nothing in the mathematics depends on this package.
 *
 * <p>{@link org.guideddescent.lab.Lab#start()} belongs at the end of a notebook's setup cell. It emits Plotly once and
 * explicitly, rather than with the first figure, so that running any figure cell again writes the same output as before,
 * and running the setup cell again is harmless. Without it figures show as images.
 */
package org.guideddescent.lab;
