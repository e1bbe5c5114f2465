package org.guideddescent.train;

/** How often something is done: counted in steps, or by the clock. */
public sealed interface Every {
    /**
     * At every n-th step, n at least 1.
     *
     * @param n steps between two times, at least 1
     */
    record Steps(long n) implements Every {
        /**
         * Refuses to wait for less than one step.
         *
         * @param n steps between two times, at least 1
         * @throws IllegalArgumentException if n is below 1
         */
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

    /**
     * After the first step that ends so many minutes after the last time, a positive number.
     *
     * @param n minutes between two times, above 0
     */
    record Minutes(double n) implements Every {
        private static final double NANOS = 60e9;

        /**
         * Refuses to wait for no time at all.
         *
         * @param n minutes between two times, above 0
         * @throws IllegalArgumentException if n is not positive
         */
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

    /**
     * {@return a rule for every n steps}
     *
     * @param n steps, at least 1
     */
    static Every steps(long n) {
        return new Steps(n);
    }

    /**
     * {@return a rule for every n minutes}
     *
     * @param n minutes, above 0
     */
    static Every minutes(double n) {
        return new Minutes(n);
    }

    /**
     * {@return whether it is time after step t}
     *
     * @param t the step just taken, from 1
     * @param nanosSinceLast time since it was last done, or since the beginning
     */
    boolean isDue(long t, long nanosSinceLast);
}
