package org.guideddescent.kernel.magic;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Times as people write them: "500" milliseconds, "30 SECONDS", "5 s", "2 min". */
public final class TimeText {
    private static final Pattern TIME = Pattern.compile("(-?\\d+)\\W*([A-Za-z]*)");
    private static final Map<String, TimeUnit> SHORT = Map.of(
            "", TimeUnit.MILLISECONDS,
            "ns", TimeUnit.NANOSECONDS,
            "us", TimeUnit.MICROSECONDS,
            "ms", TimeUnit.MILLISECONDS,
            "s", TimeUnit.SECONDS,
            "sec", TimeUnit.SECONDS,
            "min", TimeUnit.MINUTES,
            "h", TimeUnit.HOURS);

    private TimeText() {}

    /**
     * {@return the time of a text, at least 1 ms where it is positive, and zero or less where the number is; empty where
     * the text is no time}
     *
     * @param text a number, and perhaps a unit
     */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            long amount = Long.parseLong(matcher.group(1));
            // TimeUnit stops at the largest number, where Duration would fail.
            return unit(matcher.group(2))
                    .map(unit -> Duration.ofMillis(amount > 0 ? Math.max(1, unit.toMillis(amount)) : amount));
        } catch (NumberFormatException e) {
            return Optional.empty(); // More digits than a number has.
        }
    }

    /** The names of TimeUnit, also in the singular, and the short ones. */
    private static Optional<TimeUnit> unit(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(SHORT.get(small)).or(() -> Stream.of(TimeUnit.values())
                .filter(unit -> {
                    String full = unit.name().toLowerCase(Locale.ROOT);
                    return full.equals(small) || full.equals(small + "s");
                })
                .findFirst());
    }
}
