package org.guideddescent.kernel.protocol;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** One kernel and one page for all tests of a class, each of which declares names of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class KernelFixture {
    RunningKernel kernel;
    FrontEnd page;

    @BeforeAll
    void start() {
        kernel = new RunningKernel(Map.of());
        page = kernel.connect();
    }

    @AfterAll
    void end() {
        page.close();
        kernel.close();
    }
}
