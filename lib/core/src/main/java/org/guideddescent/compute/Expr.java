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

        /** {@return the index of the buffer in the program's list} */
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

        /** {@return the index in the program's list of scalars} */
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

        /** {@return the constant} */
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

        /** {@return the operator} */
        public Operator operator() {
            return operator;
        }

        /** {@return the operands, in order} */
        public List<Expr> operands() {
            return operands;
        }
    }

    /** The operators; each backend has one line for each. */
    enum Operator {
        /** a + b. */
        ADD,
        /** a − b. */
        SUBTRACT,
        /** a · b. */
        MULTIPLY,
        /** a / b. */
        DIVIDE,
        /** The larger of a and b. */
        MAX,
        /** The smaller of a and b. */
        MIN,
        /** −a. */
        NEGATE,
        /** √a. */
        SQRT,
        /** |a|. */
        ABS,
        /** −1, 0 or 1; 0 for 0. */
        SIGN,
        /** eᵃ. */
        EXP,
        /** ln a. */
        LOG
    }

    /**
     * {@return the number at the current index of a buffer}
     *
     * @param buffer place of the array in the list that the program is compiled with, from 0
     */
    static Expr load(int buffer) {
        return new Load(buffer);
    }

    /**
     * {@return a number given anew at each run}
     *
     * @param index place among the numbers that each run is given, from 0
     */
    static Expr scalar(int index) {
        return new Scalar(index);
    }

    /**
     * {@return a constant}
     *
     * @param value the number, fixed when the program is compiled
     */
    static Expr constant(double value) {
        return new Literal(value);
    }

    /**
     * {@return this + b}
     *
     * @param b what is added
     */
    default Expr plus(Expr b) {
        return new Apply(Operator.ADD, this, b);
    }

    /**
     * {@return this + b}
     *
     * @param b the constant that is added
     */
    default Expr plus(double b) {
        return plus(constant(b));
    }

    /**
     * {@return this − b}
     *
     * @param b what is subtracted
     */
    default Expr minus(Expr b) {
        return new Apply(Operator.SUBTRACT, this, b);
    }

    /**
     * {@return this · b}
     *
     * @param b the other factor
     */
    default Expr times(Expr b) {
        return new Apply(Operator.MULTIPLY, this, b);
    }

    /**
     * {@return this · b}
     *
     * @param b the constant factor
     */
    default Expr times(double b) {
        return times(constant(b));
    }

    /**
     * {@return this / b}
     *
     * @param b the divisor
     */
    default Expr over(Expr b) {
        return new Apply(Operator.DIVIDE, this, b);
    }

    /**
     * {@return the larger of the two}
     *
     * @param a an operand
     * @param b the other operand
     */
    static Expr max(Expr a, Expr b) {
        return new Apply(Operator.MAX, a, b);
    }

    /**
     * {@return the smaller of the two}
     *
     * @param a an operand
     * @param b the other operand
     */
    static Expr min(Expr a, Expr b) {
        return new Apply(Operator.MIN, a, b);
    }

    /**
     * {@return −a}
     *
     * @param a what is negated
     */
    static Expr negate(Expr a) {
        return new Apply(Operator.NEGATE, a);
    }

    /**
     * {@return √a}
     *
     * @param a what the root is taken of
     */
    static Expr sqrt(Expr a) {
        return new Apply(Operator.SQRT, a);
    }

    /**
     * {@return a²}
     *
     * @param a an operand
     */
    static Expr square(Expr a) {
        return a.times(a);
    }

    /**
     * {@return |a|}
     *
     * @param a an operand
     */
    static Expr abs(Expr a) {
        return new Apply(Operator.ABS, a);
    }

    /**
     * {@return the sign of a: −1, 0 or 1}
     *
     * @param a an operand
     */
    static Expr sign(Expr a) {
        return new Apply(Operator.SIGN, a);
    }

    /**
     * {@return eᵃ}
     *
     * @param a the exponent
     */
    static Expr exp(Expr a) {
        return new Apply(Operator.EXP, a);
    }

    /**
     * {@return ln a}
     *
     * @param a what the natural logarithm is taken of
     */
    static Expr log(Expr a) {
        return new Apply(Operator.LOG, a);
    }

    /**
     * {@return (1 − w) a + w b, the running mean with weight w on the new value}
     *
     * @param a the old value, where w is 0
     * @param b the new value, where w is 1
     * @param w the weight, usually from 0 to 1
     */
    static Expr lerp(Expr a, Expr b, double w) {
        return a.times(1 - w).plus(b.times(w));
    }

    /**
     * {@return (1 − w) a + w b, where the weight may change from step to step}
     *
     * @param a the old value, where w is 0
     * @param b the new value, where w is 1
     * @param w the weight, usually from 0 to 1
     */
    static Expr lerp(Expr a, Expr b, Expr w) {
        return a.times(constant(1).minus(w)).plus(b.times(w));
    }
}
