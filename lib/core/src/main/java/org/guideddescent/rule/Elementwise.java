package org.guideddescent.rule;

import org.guideddescent.compute.Expr;

/** A rule that is one formula for one number; neighbours of a chain fuse into one pass over memory. */
public non-sealed interface Elementwise extends Transform {
    /** The new direction, as a formula of what the cell offers. Called when the rule is bound, not at each step. */
    Expr direction(Cell cell);
}
