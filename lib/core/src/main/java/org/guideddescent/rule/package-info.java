/**
 * What a transform is and how transforms combine.
 *
 * <p>A step in the making is a pair (η, d); the weights will move by θ ← θ − η d. The direction d starts as the
 * gradient, in the gradient's own memory, so a step consumes its gradient. Rules bend d in place. The rate η starts as
 * one; schedules scale it, which costs no pass over memory. The two never touch, so a learning rate may stand anywhere
 * in a chain, and whatever is added to d, such as λθ, is scaled by η: AdamW's convention, by construction, everywhere.
 *
 * <p>A rule is an immutable record of numbers, strings, enums, records and lists. {@link org.guideddescent.rule.Plan}
 * binds it to memory: it flattens the tree, lets neighbours that are elementwise wait for each other, and turns each
 * contiguous run of parameters that share the same waiting rules into one program that reads every buffer once and
 * writes it once. That is why binding is the plan's work and not a method of every transform: only the plan sees
 * neighbours. Rules that must ask the objective for more than a gradient, such as line searches, will find it in {@link
 * org.guideddescent.rule.Step} when the first of them is written. Memory that outlives a step lives in {@link org.guideddescent.rule.Slots} and nowhere else.
 */
package org.guideddescent.rule;
