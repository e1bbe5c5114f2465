package org.guideddescent.lab;

/**
 * An axis.
 *
 * @param label what it measures
 * @param unit of that; empty for none
 * @param scale how numbers become lengths
 * @param range what it shows, {@link #ALL} for what there is
 */
public record Axis(String label, String unit, Scale scale, Range range) {
    /** The range of an axis that shows all that is drawn. */
    public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** How numbers become lengths. LOG takes positive numbers only. */
    public enum Scale {
        /** Equal differences are equal lengths. */
        LINEAR,
        /** Equal ratios are equal lengths. */
        LOG
    }

    static final Axis NONE = new Axis("", "", Scale.LINEAR);

    /**
     * Refuses a range with one end, and on a log axis one that is not positive.
     *
     * @param label what it measures
     * @param unit of that; empty for none
     * @param scale how numbers become lengths
     * @param range what it shows, {@link #ALL} for what there is
     * @throws IllegalArgumentException naming the range
     */
    public Axis {
        if (!range.equals(ALL)) {
            if (!Double.isFinite(range.low()) || !Double.isFinite(range.high())) {
                throw new IllegalArgumentException("the range of an axis needs two ends, got " + range);
            }
            if (scale == Scale.LOG && range.low() <= 0) {
                throw new IllegalArgumentException(
                        "the log axis '" + label + "' shows positive numbers only, but its range is " + range);
            }
        }
    }

    /**
     * An axis that shows all that is drawn.
     *
     * @param label what it measures
     * @param unit of that; empty for none
     * @param scale how numbers become lengths
     */
    public Axis(String label, String unit, Scale scale) {
        this(label, unit, scale, ALL);
    }

    /**
     * The same axis that shows only a part.
     *
     * @param low its lower end
     * @param high its upper end
     * @return a new axis
     */
    public Axis from(double low, double high) {
        return new Axis(label, unit, scale, Range.between(low, high));
    }

    boolean isRanged() {
        return !range.equals(ALL);
    }

    /**
     * The label with its unit, as in "time [s]".
     *
     * @return the title of the axis
     */
    public String title() {
        return unit.isEmpty() ? label : label + " [" + unit + "]";
    }

    boolean isLog() {
        return scale == Scale.LOG;
    }

    /** Throws when a value cannot stand on this axis. NaN and infinity can: they are drawn as gaps. */
    void check(String series, double[] values) {
        if (!isLog()) return;
        for (int i = 0; i < values.length; i++) {
            if (values[i] <= 0) {
                throw new IllegalArgumentException("the log axis '" + title() + "' takes positive numbers only, but '"
                        + series + "' has " + values[i] + " at index " + i + "; use a linear axis or leave it out");
            }
        }
    }
}
