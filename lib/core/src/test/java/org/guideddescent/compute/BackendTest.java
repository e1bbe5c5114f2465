package org.guideddescent.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BackendTest {
    @Test
    void theCpuIsChosenOnNativeNd4jAndTheReferenceElsewhere() {
        assertInstanceOf(CpuOps.class, Backend.choose("", "CpuBackend"));
        assertInstanceOf(Nd4jOps.class, Backend.choose("", "JCublasBackend"));
    }

    @Test
    void aPropertyForcesEither() {
        assertInstanceOf(Nd4jOps.class, Backend.choose("nd4j", "CpuBackend"));
        assertInstanceOf(CpuOps.class, Backend.choose("cpu", "CpuBackend"));
        var e = assertThrows(IllegalArgumentException.class, () -> Backend.choose("gpu", "CpuBackend"));
        assertEquals("-Dguideddescent.ops must be cpu or nd4j, got 'gpu'", e.getMessage());
    }
}
