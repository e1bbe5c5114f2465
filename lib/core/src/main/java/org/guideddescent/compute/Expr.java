package org.guideddescent.compute;

import java.util.List;

/**
 * A formula for one number. Rules state their update in it; {@link Program} turns it into one loop over memory. Nodes
 * are compared by identity when a program is built, so a node used twice is computed once.
 */
public sealed interface Expr {
    /** The number at the current index of buffer {@code buffer}, before the program writes anything. */
    final class Load implements Expr {
        private final int buffer;

        Load(int buffer) {
            this.buffer = buffer;
        }

        /** Index of the buffer in the program's list. */
        public int buffer() {
            return buffer;
        }
    }

    /** A number that is the same for all indices but may change from step to step. */
    final class Scalar implements Expr {
        private final int index;

        Scalar(int index) {
            this.index = index;
        }

        /** Index in the program's list of scalars. */
        public int index() {
            return index;
        }
    }

    /** A number that never changes. */
    final class Literal implements Expr {
        private final double value;

        Literal(double value) {
            this.value = value;
        }

        /** The number. */
        public double value() {
            return value;
        }
    }

    /** An operator on its operands. */
    final class Apply implements Expr {
        private final Operator operator;
        private final List<Expr> operands;

        Apply(Operator operator, Expr... operands) {
            this.operator = operator;
            this.operands = List.of(operands);
        }

        /** What is done. */
        public Operator operator() {
            return operator;
        }

        /** To what. */
        public List<Expr> operands() {
            return operands;
        }
    }

    /** The operators; each backend has one line for each. */
    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MAX,
        MIN,
        NEGATE,
        SQRT,
        ABS,
        /** −1, 0 or 1; 0 for 0. */
        SIGN,
        EXP,
        LOG
    }

    /** The number at the current index of a buffer. */
    static Expr load(int buffer) {
        return new Load(buffer);
    }

    /** A number given anew at each run. */
    static Expr scalar(int index) {
        return new Scalar(index);
    }

    /** A constant. */
    static Expr constant(double value) {
        return new Literal(value);
    }

    /** this + b. */
    default Expr plus(Expr b) {
        return new Apply(Operator.ADD, this, b);
    }

    /** this + b. */
    default Expr plus(double b) {
        return plus(constant(b));
    }

    /** this − b. */
    default Expr minus(Expr b) {
        return new Apply(Operator.SUBTRACT, this, b);
    }

    /** this · b. */
    default Expr times(Expr b) {
        return new Apply(Operator.MULTIPLY, this, b);
    }

    /** this · b. */
    default Expr times(double b) {
        return times(constant(b));
    }

    /** this / b. */
    default Expr over(Expr b) {
        return new Apply(Operator.DIVIDE, this, b);
    }

    /** The larger. */
    static Expr max(Expr a, Expr b) {
        return new Apply(Operator.MAX, a, b);
    }

    /** The smaller. */
    static Expr min(Expr a, Expr b) {
        return new Apply(Operator.MIN, a, b);
    }

    /** −a. */
    static Expr negate(Expr a) {
        return new Apply(Operator.NEGATE, a);
    }

    /** √a. */
    static Expr sqrt(Expr a) {
        return new Apply(Operator.SQRT, a);
    }

    /** a². */
    static Expr square(Expr a) {
        return a.times(a);
    }

    /** |a|. */
    static Expr abs(Expr a) {
        return new Apply(Operator.ABS, a);
    }

    /** −1, 0 or 1. */
    static Expr sign(Expr a) {
        return new Apply(Operator.SIGN, a);
    }

    /** eᵃ. */
    static Expr exp(Expr a) {
        return new Apply(Operator.EXP, a);
    }

    /** ln a. */
    static Expr log(Expr a) {
        return new Apply(Operator.LOG, a);
    }

    /** (1 − w) a + w b, the running mean with weight w on the new value. */
    static Expr lerp(Expr a, Expr b, double w) {
        return a.times(1 - w).plus(b.times(w));
    }

    /** (1 − w) a + w b, where the weight may change from step to step. */
    static Expr lerp(Expr a, Expr b, Expr w) {
        return a.times(constant(1).minus(w)).plus(b.times(w));
    }
}
