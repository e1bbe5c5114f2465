package org.guideddescent.bench.worker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.guideddescent.bench.Subject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OurModelTest {
    @ParameterizedTest
    @EnumSource(Subject.class)
    void everyModelHasEveryPassAndNoOther(Subject subject) {
        for (var pass : new String[] {"step", "gradient", "hessian", "ggn"}) {
            assertDoesNotThrow(OurModel.of(subject, pass).repetition()::run, pass);
        }
        assertThrows(IllegalArgumentException.class, () -> OurModel.of(subject, "hesse"));
    }
}
