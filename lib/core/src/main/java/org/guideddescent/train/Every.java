package org.guideddescent.train;

/** How often something is done: counted in steps, or by the clock. */
public sealed interface Every {
    /** At every n-th step, n at least 1. */
    record Steps(long n) implements Every {
        public Steps {
            if (n < 1) {
                throw new IllegalArgumentException("every so many steps needs at least 1, got " + n);
            }
        }

        @Override
        public boolean isDue(long t, long nanosSinceLast) {
            return t % n == 0;
        }
    }

    /** After the first step that ends so many minutes after the last time, a positive number. */
    record Minutes(double n) implements Every {
        private static final double NANOS = 60e9;

        public Minutes {
            if (!(n > 0)) {
                throw new IllegalArgumentException("every so many minutes needs a positive number, got " + n);
            }
        }

        @Override
        public boolean isDue(long t, long nanosSinceLast) {
            return nanosSinceLast >= n * NANOS;
        }
    }

    /** Every n steps. */
    static Every steps(long n) {
        return new Steps(n);
    }

    /** Every n minutes. */
    static Every minutes(double n) {
        return new Minutes(n);
    }

    /** Whether it is time after step t. */
    boolean isDue(long t, long nanosSinceLast);
}
