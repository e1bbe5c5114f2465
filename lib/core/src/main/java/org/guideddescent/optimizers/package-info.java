/**
 * One file for each optimizer, and one façade, {@link org.guideddescent.optimizers.Optimizers}, with the papers'
 * defaults. An optimizer here is only a direction; rate, decay, routing and clipping come from {@link
 * org.guideddescent.rule}.
 *
 * @serial exclude
 */
package org.guideddescent.optimizers;
