package org.guideddescent.sweep;

import java.util.Optional;

/**
 * The parabola through three points, by its lowest point.
 * <pre>  y = y* + a (x − x*)²  </pre>
 *
 * @param x x*
 * @param y y*
 * @param curvature a, positive
 */
public record Parabola(double x, double y, double curvature) {
    /**
     * {@return the parabola through three points in any order; empty if they lie on a line, on a parabola that has no
     * lowest point, or are not finite}
     *
     * @param x0 of the first point
     * @param y0 of the first point
     * @param x1 of the second point
     * @param y1 of the second point
     * @param x2 of the third point
     * @param y2 of the third point
     */
    public static Optional<Parabola> through(double x0, double y0, double x1, double y1, double x2, double y2) {
        // Newton's divided differences from the second point, near which the lowest one lies.
        double left = (y0 - y1) / (x0 - x1);
        double right = (y2 - y1) / (x2 - x1);
        double a = (right - left) / (x2 - x0);
        double b = left - a * (x0 - x1);
        double shift = -b / (2 * a);
        if (!(a > 0) || !Double.isFinite(shift)) {
            return Optional.empty();
        }
        return Optional.of(new Parabola(x1 + shift, y1 + b * shift / 2, a));
    }
}
