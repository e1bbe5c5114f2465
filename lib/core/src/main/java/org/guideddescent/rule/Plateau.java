package org.guideddescent.rule;

import java.io.Serializable;

/**
 * When a loss counts as standing still. Losses are averaged over windows of steps, for one batch says little; a window improves
 * if its mean is below that of the best one so far by a part of that one's size:
 * <pre>  mean &lt; best − threshold |best|  </pre>
 * The loss is on a plateau when so many windows in a row, {@code patience}, have not improved.
 *
 * @param window steps whose losses are averaged
 * @param patience windows
 * @param cooldown windows after a plateau that count for nothing but a new best
 * @param threshold the part of the best mean by which a window must be better, not negative
 */
public record Plateau(int window, int patience, int cooldown, double threshold) implements Serializable {
    /**
     * Refuses empty windows, no patience, and a negative cooldown or threshold.
     *
     * @param window steps whose losses are averaged
     * @param patience windows
     * @param cooldown windows after a plateau that count for nothing but a new best
     * @param threshold the part of the best mean by which a window must be better, not negative
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public Plateau {
        Require.atLeast("steps a window", 1, window);
        Require.atLeast("patience in windows", 1, patience);
        Require.atLeast("cooldown in windows", 0, cooldown);
        Require.notNegative("threshold", threshold);
    }

    /** Ends a window; its numbers are the state of {@link ReduceOnPlateau}. */
    boolean reached(double mean, Numbers best, Numbers windows, Numbers waited, Numbers cooling) {
        boolean improved = windows.get(0) == 0 || mean < best.get(0) - threshold * Math.abs(best.get(0));
        windows.add(0, 1);
        if (improved) {
            best.set(0, mean);
        }
        if (cooling.get(0) > 0) {
            cooling.add(0, -1);
            return false;
        }
        waited.set(0, improved ? 0 : waited.get(0) + 1);
        if (waited.get(0) < patience) {
            return false;
        }
        waited.set(0, 0);
        cooling.set(0, cooldown);
        return true;
    }
}
