package org.guideddescent.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/** EK-FAC against loops over double[]. */
class EkfacTest {
    private static final double RATE = 0.1;

    static Stream<Ekfac> rules() {
        return Stream.of(
                new Ekfac(new Curvature(new Fisher.Empirical(), 0.9, 1, 1), 1e-2, OptionalDouble.empty()),
                new Ekfac(new Curvature(new Fisher.TypeTwo(), 0.7, 2, 3), 1e-2, OptionalDouble.of(1e-3)));
    }
}
