/**
 * What Tablesaw's Plotly lacks: bands, error bars, reference lines, notes, ticks of log axes, a slider over frames.
 *
 * <p>Each is an implementation of Tablesaw's own types, a {@link tech.tablesaw.plotly.traces.Trace} or an
 * {@link tech.tablesaw.plotly.event.EventHandler}, so that it goes into any figure of Tablesaw, ours or not:
 *
 * <pre>{@code
 * var figure = LinePlot.create("Loss", table, "step", "loss");
 * figure.setEventHandlers(ReferenceLine.horizontal("noise floor", 0.1), LogTicks.y());
 * }</pre>
 */
package org.guideddescent.lab.plotly;
