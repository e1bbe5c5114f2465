/**
 * What can be asked of a loss. Every objective gives a loss and a gradient; those that also show their layers, for
 * rules that watch, implement {@link org.guideddescent.objective.Objective.Layered}.
 */
package org.guideddescent.objective;
