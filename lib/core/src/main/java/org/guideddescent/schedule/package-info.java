/**
 * Numbers that depend on t. A schedule is a record: it prints itself, and equal text means an equal schedule.
 *
 * <p>Every shape documents its value at t = 1, at its joins and beyond its end, because that is where schedules differ
 * between libraries and where runs silently differ with them. Joins do not jump. {@link
 * org.guideddescent.schedule.ConvexBound} says what a schedule is worth in convex theory.
 *
 * @serial exclude
 */
package org.guideddescent.schedule;
