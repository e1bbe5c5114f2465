package org.guideddescent.model;

import static org.guideddescent.model.Classic.repeat;
import static org.guideddescent.model.Residuals.put;

import java.util.List;

/** The table of classic test functions, with their customary starts and their minimizers. */
public final class TestFunctions {
    private static final double TANG = -2.903534027771177;
    private static final double HIMMELBLAU_X = 3.5844283403304917;
    private static final double HIMMELBLAU_Y = -1.8481265269644034;

    private TestFunctions() {}

    /**
     * {@return Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², least at (1, …, 1); a curved valley} Rosenbrock, 1960.
     *
     * @param n coordinates, at least 2
     */
    public static TestFunction rosenbrock(int n) {
        Residuals r = (k, x, y, out) -> {
            if (k == 0) {
                put(out, 10 * (y - x * x), -20 * x, 10, -20, 0, 0);
            } else {
                put(out, 1 - x, -1, 0, 0, 0, 0);
            }
        };
        return new TestFunction(new Classic("Rosenbrock", 2, false, 2, 0, r, repeat(-1.2, 1), List.of(repeat(1))), n);
    }

    /** {@return Σₖ (cₖ − x (1 − yᵏ))² with c = 1.5, 2.25, 2.625, least at (3, 0.5)} Beale, 1958. */
    public static TestFunction beale() {
        double[] c = {1.5, 2.25, 2.625};
        Residuals r = (j, x, y, out) -> {
            int k = j + 1;
            double below = Math.pow(y, k - 1);
            double bend = k == 1 ? 0 : k * (k - 1) * Math.pow(y, k - 2);
            put(out, c[j] - x * (1 - below * y), below * y - 1, k * x * below, 0, k * below, x * bend);
        };
        return new TestFunction(new Classic("Beale", 2, true, 3, 0, r, repeat(1, 1), List.of(repeat(3, 0.5))), 2);
    }

    /** {@return (x² + y − 11)² + (x + y² − 7)², least at four points} Himmelblau, 1972. */
    public static TestFunction himmelblau() {
        Residuals r = (k, x, y, out) -> {
            if (k == 0) {
                put(out, x * x + y - 11, 2 * x, 1, 2, 0, 0);
            } else {
                put(out, x + y * y - 7, 1, 2 * y, 0, 0, 2);
            }
        };
        var least = List.of(
                repeat(3, 2),
                repeat(-2.805118086952745, 3.131312518250573),
                repeat(-3.779310253377747, -3.283185991286170),
                repeat(HIMMELBLAU_X, HIMMELBLAU_Y));
        return new TestFunction(new Classic("Himmelblau", 2, true, 2, 0, r, repeat(0, 0), least), 2);
    }

    /** {@return (x + 2y − 7)² + (2x + y − 5)², a quadratic of condition number 9, least at (1, 3)} */
    public static TestFunction booth() {
        Residuals r = (k, x, y, out) -> {
            if (k == 0) {
                put(out, x + 2 * y - 7, 1, 2, 0, 0, 0);
            } else {
                put(out, 2 * x + y - 5, 2, 1, 0, 0, 0);
            }
        };
        return new TestFunction(new Classic("Booth", 2, true, 2, 0, r, repeat(0, 0), List.of(repeat(1, 3))), 2);
    }

    /** {@return 0.26 (x² + y²) − 0.48 x y, a quadratic of condition number 25, least at 0} */
    public static TestFunction matyas() {
        Residuals r = (k, x, y, out) -> {
            if (k == 0) {
                put(out, 0.1 * (x + y), 0.1, 0.1, 0, 0, 0);
            } else {
                put(out, 0.5 * (x - y), 0.5, -0.5, 0, 0, 0);
            }
        };
        return new TestFunction(new Classic("Matyas", 2, true, 2, 0, r, repeat(10, -5), List.of(repeat(0))), 2);
    }

    /**
     * {@return (x − 13 + ((5 − y) y − 2) y)² + (x − 29 + ((y + 1) y − 14) y)², least at (5, 4); a local minimum of
     * 48.98 at (11.41, −0.8968) draws the customary start} Freudenstein and Roth, 1963.
     */
    public static TestFunction freudensteinRoth() {
        Residuals r = (k, x, y, out) -> {
            if (k == 0) {
                put(out, x - 13 + ((5 - y) * y - 2) * y, 1, (10 - 3 * y) * y - 2, 0, 0, 10 - 6 * y);
            } else {
                put(out, x - 29 + ((y + 1) * y - 14) * y, 1, (3 * y + 2) * y - 14, 0, 0, 6 * y + 2);
            }
        };
        var least = List.of(repeat(5, 4));
        return new TestFunction(new Classic("Freudenstein–Roth", 2, true, 2, 0, r, repeat(0.5, -2), least), 2);
    }

    /** {@return 2x² − 1.05x⁴ + x⁶/6 + x y + y², least at 0, with two more valleys} */
    public static TestFunction threeHumpCamel() {
        double a = 1 / Math.sqrt(6);
        double b = Math.sqrt(0.09625);
        Residuals r = (k, x, y, out) -> {
            switch (k) {
                case 0 -> put(out, y + x / 2, 0.5, 1, 0, 0, 0);
                case 1 -> put(out, a * x * (x * x - 3.15), a * (3 * x * x - 3.15), 0, 6 * a * x, 0, 0);
                default -> put(out, b * x, b, 0, 0, 0, 0);
            }
        };
        return new TestFunction(
                new Classic("three-hump camel", 2, true, 3, 0, r, repeat(-1.5, 2), List.of(repeat(0))), 2);
    }

    /**
     * {@return Σ xᵢ² + 10 (1 − cos 2πxᵢ), least at 0; a valley at about every point of whole numbers} Rastrigin, 1974.
     *
     * @param n coordinates
     */
    public static TestFunction rastrigin(int n) {
        double s = Math.sqrt(20);
        double w = Math.PI;
        Residuals r = (k, x, y, out) -> {
            if (k == 0) {
                put(out, x, 1, 0, 0, 0, 0);
            } else {
                // 1 − cos 2πx = 2 sin² πx.
                put(out, s * Math.sin(w * x), s * w * Math.cos(w * x), 0, -s * w * w * Math.sin(w * x), 0, 0);
            }
        };
        return new TestFunction(new Classic("Rastrigin", 1, false, 2, 0, r, repeat(2.2, -1.7), List.of(repeat(0))), n);
    }

    /**
     * {@return ½ Σ xᵢ⁴ − 16xᵢ² + 5xᵢ, least where every xᵢ is a = −2.9035…, with another valley at 2.7468… in each
     * coordinate} Styblinski and Tang, 1990. A term is (x² − a²)²/2 + (a² − 8)(x − a)², less a constant.
     *
     * @param n coordinates
     */
    public static TestFunction styblinskiTang(int n) {
        double a = TANG;
        double h = Math.sqrt(0.5);
        double s = Math.sqrt(a * a - 8);
        Residuals r = (k, x, y, out) -> {
            if (k == 0) {
                put(out, h * (x * x - a * a), 2 * h * x, 0, 2 * h, 0, 0);
            } else {
                put(out, s * (x - a), s, 0, 0, 0, 0);
            }
        };
        double least = (a * a * a * a - 16 * a * a + 5 * a) / 2;
        return new TestFunction(
                new Classic("Styblinski–Tang", 1, false, 2, least, r, repeat(0), List.of(repeat(a))), n);
    }
}
