package org.guideddescent.rule;

import java.io.Serializable;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.schedule.Schedules;

/**
 * An immutable recipe that bends the direction of a step. Laws, tested with random parts:
 *
 * <ul>
 *   <li>chain is associative;
 *   <li>{@code chain(a.at(r), b)} steps like {@code chain(a, b).at(r)}, bitwise;
 *   <li>{@code route(s, a).otherwise(a)} steps like {@code a} when a is elementwise;
 *   <li>2n steps equal n steps, save, load, n steps, bitwise;
 *   <li>a rule prints the same text in every JVM, and equal text means an equal rule;
 *   <li>a rule is data and travels to another JVM as bytes.
 * </ul>
 */
public sealed interface Transform extends Serializable permits Elementwise, PerMatrix, Whole, Around, Combined {
    /**
     * {@return this transform with its learning rate multiplied by a number}
     *
     * @param rate the factor
     */
    default Transform at(double rate) {
        return schedule(Schedules.constant(rate));
    }

    /**
     * {@return this transform with its learning rate multiplied by eta(t) at step t}
     *
     * @param eta η, the factor at each step
     */
    default Transform schedule(Schedule eta) {
        return new Combined.Scheduled(this, eta);
    }

    /**
     * {@return this transform, then next on what it leaves}
     *
     * @param next the transform behind it
     */
    default Transform then(Transform next) {
        return Rules.chain(this, next);
    }
}
