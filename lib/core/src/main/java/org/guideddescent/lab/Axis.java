package org.guideddescent.lab;

/** An axis: what it measures, in which unit (empty for none), on which scale. */
public record Axis(String label, String unit, Scale scale) {
    /** How numbers become lengths. LOG takes positive numbers only. */
    public enum Scale {
        LINEAR,
        LOG
    }

    static final Axis NONE = new Axis("", "", Scale.LINEAR);

    /** The label with its unit, as in "time [s]". */
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
