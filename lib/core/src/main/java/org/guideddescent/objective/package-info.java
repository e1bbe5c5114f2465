/**
 * What can be asked of a loss. Every objective gives a loss and a gradient. Some give more, and say so by
 * the interfaces inside {@link org.guideddescent.objective.Objective}: layers to watch, curvature products, targets drawn
 * from the model. A rule names what it needs ({@link org.guideddescent.objective.Need}), so that a mismatch is found before
 * the first step; at the step it asks the {@link org.guideddescent.objective.Oracle}. Whether an objective says the truth is
 * seen by a {@link org.guideddescent.objective.Check}.
 */
package org.guideddescent.objective;
