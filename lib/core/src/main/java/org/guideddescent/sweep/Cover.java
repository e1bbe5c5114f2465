package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.guideddescent.train.Seed;

/** How the nuisance parameters are covered: every combination, or a number of points. */
public sealed interface Cover {
    /**
     * {@return the points, each a value for each parameter by name}
     *
     * @param nuisance the parameters to cover, in the order of the plan
     */
    List<Map<String, Object>> points(List<Parameter> nuisance);

    /** Every combination. The first parameter changes slowest. */
    record Every() implements Cover {
        @Override
        public List<Map<String, Object>> points(List<Parameter> nuisance) {
            return combinations(nuisance);
        }

        @Override
        public String toString() {
            return "every combination";
        }
    }

    /**
     * Points drawn independently. The value of a parameter at a point is a function of seed, index and name alone: more
     * points, or other parameters beside it, change none that is there.
     *
     * @param n points
     * @param seed of the draws, not of the runs
     */
    record Random(int n, long seed) implements Cover {
        /**
         * Refuses no points.
         *
         * @param n points
         * @param seed of the draws, not of the runs
         * @throws IllegalArgumentException if n is below 1
         */
        public Random {
            atLeastOne(n);
        }

        @Override
        public List<Map<String, Object>> points(List<Parameter> nuisance) {
            return drawn(
                    n,
                    nuisance,
                    (p, i) -> unit(new Seed(seed).child(nuisance.get(p).name()), i));
        }

        @Override
        public String toString() {
            return n + " random points of seed " + seed;
        }
    }

    /**
     * Halton points, which leave no large gaps, each parameter shifted around by a random amount.
     * <pre>  u = (h_b(i + 1) + s) mod 1          h_b(i) = Σ_k digit_k(i) b^(−k−1),  b the p-th prime for the p-th parameter  </pre>
     * The shift s is a function of seed and name, so more points change none that is there, nor does another parameter
     * behind the others. Halton, 1960; Cranley and Patterson, 1976.
     *
     * @param n points
     * @param seed of the shifts, not of the runs
     */
    record QuasiRandom(int n, long seed) implements Cover {
        private static final int[] PRIMES = {2, 3, 5, 7, 11, 13, 17, 19};

        /**
         * Refuses no points.
         *
         * @param n points
         * @param seed of the shifts, not of the runs
         * @throws IllegalArgumentException if n is below 1
         */
        public QuasiRandom {
            atLeastOne(n);
        }

        @Override
        public List<Map<String, Object>> points(List<Parameter> nuisance) {
            if (nuisance.size() > PRIMES.length) {
                throw new IllegalArgumentException("Halton points of " + nuisance.size()
                        + " parameters line up; at most " + PRIMES.length + ", or use Plan.random");
            }
            return drawn(n, nuisance, (p, i) -> {
                double shift = unit(new Seed(seed).child(nuisance.get(p).name()), 0);
                double u = halton(i + 1, PRIMES[p]) + shift;
                return u < 1 ? u : u - 1;
            });
        }

        @Override
        public String toString() {
            return n + " Halton points shifted by seed " + seed;
        }

        static double halton(int i, int base) {
            double sum = 0;
            double digit = 1.0 / base;
            for (int rest = i; rest > 0; rest /= base) {
                sum += rest % base * digit;
                digit /= base;
            }
            return sum;
        }
    }

    /** A number in [0, 1) for a parameter and a point. */
    @FunctionalInterface
    interface Unit {
        /**
         * {@return the place, in [0, 1), of a parameter in a point}
         *
         * @param parameter its place in the list, from 0
         * @param point index of the point, from 0
         */
        double at(int parameter, int point);
    }

    /**
     * {@return all combinations of the parameters' values} The first parameter changes slowest.
     *
     * @param parameters each with values that can be counted
     */
    static List<Map<String, Object>> combinations(List<Parameter> parameters) {
        List<Map<String, Object>> all = List.of(Map.of());
        for (var p : parameters) {
            var values = p.domain().values();
            if (values.isEmpty()) {
                throw new IllegalArgumentException("a grid needs a list of values for " + p.name() + ", got "
                        + p.domain() + "; or draw points with Plan.random(n, seed)");
            }
            var longer = new ArrayList<Map<String, Object>>();
            for (var point : all) {
                for (var value : values) {
                    var more = new LinkedHashMap<>(point);
                    more.put(p.name(), value);
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }

    private static List<Map<String, Object>> drawn(int n, List<Parameter> nuisance, Unit unit) {
        if (nuisance.isEmpty()) {
            throw new IllegalArgumentException("there is no nuisance parameter to draw; add one, or use Plan.grid()");
        }
        // A choice of few can come up again; running it twice would tell nothing.
        var points = new LinkedHashSet<Map<String, Object>>();
        for (int i = 0; i < n; i++) {
            var point = new LinkedHashMap<String, Object>();
            for (int p = 0; p < nuisance.size(); p++) {
                point.put(nuisance.get(p).name(), nuisance.get(p).domain().at(unit.at(p, i)));
            }
            points.add(point);
        }
        return List.copyOf(points);
    }

    private static double unit(Seed seed, long index) {
        return (seed.key(index) >>> 11) * 0x1p-53;
    }

    private static void atLeastOne(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("a plan needs at least one point, got " + n);
        }
    }
}
