package org.guideddescent.scaling;

/** Nothing changes where a network grows, but that first values have variance 1 / in: what all else is compared with. */
public record Standard() implements Parametrization {
    @Override
    public double multiplier(Growth g) {
        return 1;
    }

    @Override
    public double branch(double depth) {
        return 1;
    }

    @Override
    public double scores(double headWidth) {
        return 1;
    }

    @Override
    public double initial(Growth g) {
        return 1;
    }

    @Override
    public double rate(Growth g, Update update) {
        return 1;
    }

    @Override
    public double epsilon(Growth g) {
        return 1;
    }

    @Override
    public String toString() {
        return "standard()";
    }
}
