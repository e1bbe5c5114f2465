package org.guideddescent.objective;

import java.util.SplittableRandom;
import org.guideddescent.objective.Check.Claim;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;

/** L = ½ Σ (tanh(A θ) − b)² in plain loops, with at most one mistake: for the check of checks. */
record WrongFit(Mistake mistake) implements Objective.Curved {
    enum Mistake {
        NONE(null),
        GRADIENT_SIGN(Claim.GRADIENT),
        HALF_GRADIENT(Claim.GRADIENT),
        ONE_COORDINATE(Claim.GRADIENT),
        ADDS_TO_GRADIENT(Claim.GRADIENT),
        SWAPPED_COORDINATES(Claim.GRADIENT),
        LOSS_OF_ANOTHER(Claim.LOSS),
        MOVES_THETA(Claim.UNTOUCHED),
        MOVES_V(Claim.UNTOUCHED),
        HALF_HESSIAN(Claim.HESSIAN),
        HESSIAN_ADDS(Claim.HESSIAN),
        HESSIAN_IS_GAUSS_NEWTON(Claim.HESSIAN),
        ASYMMETRIC_HESSIAN(Claim.HESSIAN_SYMMETRY),
        ASYMMETRIC_GAUSS_NEWTON(Claim.GAUSS_NEWTON_SYMMETRY),
        GAUSS_NEWTON_IS_HESSIAN(Claim.GAUSS_NEWTON_SIGN),
        NOT_A_NUMBER(Claim.GRADIENT);

        final Claim breaks;

        Mistake(Claim breaks) {
            this.breaks = breaks;
        }
    }

    private static final int N = 17;
    private static final int ROWS = 25;
    private static final double[][] A = new double[ROWS][N];
    private static final double[] B = new double[ROWS];

    static {
        var random = new SplittableRandom(9);
        for (int k = 0; k < ROWS; k++) {
            B[k] = random.nextDouble(-1, 1);
            for (int i = 0; i < N; i++) {
                A[k][i] = random.nextDouble(-0.5, 0.5);
            }
        }
    }

    @Override
    public Layout layout() {
        return Layout.builder()
                .add("w", Role.HIDDEN, 3, 4)
                .add("b", Role.BIAS, 5, 1)
                .build();
    }

    @Override
    public double loss(ParamVector theta, Batch batch) {
        return (mistake == Mistake.LOSS_OF_ANOTHER ? 1.001 : 1) * loss(theta);
    }

    private static double loss(ParamVector theta) {
        double sum = 0;
        for (int k = 0; k < ROWS; k++) {
            double r = Math.tanh(row(k, theta)) - B[k];
            sum += r * r / 2;
        }
        return sum;
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        var g = new double[N];
        for (int k = 0; k < ROWS; k++) {
            double t = Math.tanh(row(k, theta));
            add((t - B[k]) * (1 - t * t), k, g);
        }
        for (int i = 0; i < N; i++) {
            double old = grad.flat().getDouble(i);
            double wrong =
                    switch (mistake) {
                        case GRADIENT_SIGN -> -g[i];
                        case HALF_GRADIENT -> g[i] / 2;
                        case ONE_COORDINATE -> i == 6 ? g[i] * 1.01 : g[i];
                        case ADDS_TO_GRADIENT -> old + g[i];
                        case SWAPPED_COORDINATES -> g[i ^ (i < 16 ? 1 : 0)];
                        case NOT_A_NUMBER -> i == 4 ? Double.NaN : g[i];
                        default -> g[i];
                    };
            grad.flat().putScalar(i, wrong);
        }
        double loss = loss(theta);
        if (mistake == Mistake.MOVES_THETA) {
            theta.flat().putScalar(2, theta.flat().getDouble(2) + 1e-9);
        }
        return loss;
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        var product = product(theta, v, mistake != Mistake.HESSIAN_IS_GAUSS_NEWTON);
        if (mistake == Mistake.ASYMMETRIC_HESSIAN) {
            product[3] += 0.5 * v.flat().getDouble(11);
        }
        for (int i = 0; i < N; i++) {
            double old = mistake == Mistake.HESSIAN_ADDS ? out.flat().getDouble(i) : 0;
            out.flat().putScalar(i, old + product[i] * (mistake == Mistake.HALF_HESSIAN ? 0.5 : 1));
        }
        if (mistake == Mistake.MOVES_V) {
            v.flat().putScalar(0, 0);
        }
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        var product = product(theta, v, mistake == Mistake.GAUSS_NEWTON_IS_HESSIAN);
        if (mistake == Mistake.ASYMMETRIC_GAUSS_NEWTON) {
            product[3] += 0.5 * v.flat().getDouble(11);
        }
        for (int i = 0; i < N; i++) {
            out.flat().putScalar(i, product[i]);
        }
    }

    private static double[] product(ParamVector theta, ParamVector v, boolean whole) {
        var product = new double[N];
        for (int k = 0; k < ROWS; k++) {
            double t = Math.tanh(row(k, theta));
            double slope = 1 - t * t;
            double second = whole ? (t - B[k]) * -2 * t * slope : 0;
            add((slope * slope + second) * row(k, v), k, product);
        }
        return product;
    }

    private static double row(int k, ParamVector x) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            sum += A[k][i] * x.flat().getDouble(i);
        }
        return sum;
    }

    private static void add(double factor, int k, double[] sum) {
        for (int i = 0; i < N; i++) {
            sum[i] += factor * A[k][i];
        }
    }
}
