/**
 * Matrix algorithms that optimizers share, on {@link org.guideddescent.compute.Ops}: in place, with workspaces given.
 *
 * @serial exclude
 */
package org.guideddescent.linalg;
