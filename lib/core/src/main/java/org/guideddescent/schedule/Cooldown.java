package org.guideddescent.schedule;

/** How a rate falls: the part that is left when the part u, from 0 to 1, of the cooldown is past. */
public enum Cooldown {
    /** 1 − √u; best of those compared by Hägele et al., 2024, Section 3.2, arXiv:2405.18392. */
    ONE_MINUS_SQRT {
        @Override
        double left(double u) {
            return 1 - Math.sqrt(u);
        }
    },
    /** 1 − u. */
    LINEAR {
        @Override
        double left(double u) {
            return 1 - u;
        }
    },
    /** (1 + cos πu) / 2. Loshchilov and Hutter, 2017, arXiv:1608.03983. */
    COSINE {
        @Override
        double left(double u) {
            // StrictMath, since Math.cos may differ in the last bit from one JVM to the next.
            return (1 + StrictMath.cos(Math.PI * u)) / 2;
        }
    },
    /** REX: (1 − u) / (½ + ½ (1 − u)), slow at first and fast at the end. Chen et al., 2021, arXiv:2107.04197. */
    REX {
        @Override
        double left(double u) {
            return (1 - u) / (0.5 + 0.5 * (1 - u));
        }
    };

    abstract double left(double u);

    /** From one value to another when the part u is past, exactly either of them at the ends. */
    double between(double from, double to, double u) {
        double left = left(u);
        return from * left + to * (1 - left);
    }
}
