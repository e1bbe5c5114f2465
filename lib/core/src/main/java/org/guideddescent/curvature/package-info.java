/**
 * Curvature as operators, and what one reads from it. It stands on what an {@link org.guideddescent.objective.Objective}
 * can be asked and on no model, so that it serves whatever objective a notebook brings.
 */
package org.guideddescent.curvature;
