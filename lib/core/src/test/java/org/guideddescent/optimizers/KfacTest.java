package org.guideddescent.optimizers;

import org.junit.jupiter.api.Test;

/** K-FAC against loops over double[]. */
class KfacTest {
    @Test
    void followsItsOracle() {}
}
