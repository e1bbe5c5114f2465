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
 * neighbours. Memory that outlives a step lives in {@link org.guideddescent.rule.Slots} and nowhere else.
 *
 * <p>Where one equation pinches, and the way out:
 *
 * <ul>
 *   <li>A rule that needs its own rate, such as Prodigy, asks {@link org.guideddescent.rule.Scope#rate}: rates are
 *       collected from the whole tree before anything is bound, so it does not matter where they stand.
 *   <li>What the rate must not touch, such as decay that is independent of it, is a {@link
 *       org.guideddescent.rule.Elementwise#displacement}: θ ← θ − η d − that.
 *   <li>A rule around rules is an {@link org.guideddescent.rule.Around}. It bends what they leave, or drives whole steps
 *       of theirs, or moves the weights in its own way. Behind the latter two nothing may stand in a chain, for the
 *       weights have moved; such a chain is refused.
 *   <li>Rules that act on moved weights do so in {@link org.guideddescent.rule.Stepper#settle}.
 *   <li>Averages are read with {@link org.guideddescent.rule.Stepper#readOut}; there is no mode to switch or forget.
 *   <li>Rules that ask for the loss elsewhere find an oracle in the {@link org.guideddescent.rule.Step}, and say so in
 *       {@link org.guideddescent.rule.Stepper#needs}, so that an objective that cannot answer is refused at once.
 * </ul>
 *
 * <p>A gradient that is not finite reaches no rule: the optimizer looks at it first. So no rule guards its state.
 *
 * @serial exclude
 */
package org.guideddescent.rule;
