/**
 * What can be asked of a loss. Every objective gives a loss and a gradient. Some give more, and say so by
 * the interfaces inside {@link org.guideddescent.objective.Objective}: layers to watch, curvature products, targets drawn
 * from the model. A rule names what it needs ({@link org.guideddescent.objective.Need}), so that a mismatch is found before
 * the first step; at the step it asks the {@link org.guideddescent.objective.Oracle}.
 */
package org.guideddescent.objective;
