package org.guideddescent.bench;

import java.util.List;

/**
 * How long to measure.
 *
 * @param rounds how often each contestant has its turn
 * @param warmMillis how long each runs before the first round
 * @param roundMillis how long one turn lasts
 * @param threads threads of each contestant
 */
record Settings(int rounds, int warmMillis, int roundMillis, int threads) {
    static final Settings DEFAULT = new Settings(9, 3000, 400, 2);
    static final Settings QUICK = new Settings(3, 500, 100, 2);

    /** Reads {@code --quick}, {@code --rounds=n} and {@code --threads=n}. */
    static Settings parse(List<String> options) {
        var s = options.contains("--quick") ? QUICK : DEFAULT;
        for (var option : options) {
            var parts = option.split("=", 2);
            s = switch (parts[0]) {
                case "--quick" -> s;
                case "--rounds" -> new Settings(number(option), s.warmMillis, s.roundMillis, s.threads);
                case "--threads" -> new Settings(s.rounds, s.warmMillis, s.roundMillis, number(option));
                default ->
                    throw new IllegalArgumentException(
                            "no option '" + option + "'; have --quick, --rounds=n, --threads=n");
            };
        }
        return s;
    }

    private static int number(String option) {
        var value = option.substring(option.indexOf('=') + 1);
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("expected a positive number, got '" + option + "'");
        }
        return Integer.parseInt(value);
    }
}
