package org.guideddescent.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import org.junit.jupiter.api.Test;

class JvmOptionMagicsTest {
    @Test
    void theCommandNamesTheKernelsJarAndNotTheWholeClassPath() {
        assertEquals("/k/kernel.jar", JvmOptionMagics.jar("/k/kernel.jar" + File.pathSeparator + "/k/lib/gson.jar"));
        assertEquals("/k/kernel.jar", JvmOptionMagics.jar("/k/kernel.jar"));
        assertEquals("guided-descent-kernel.jar", JvmOptionMagics.jar("/k/classes" + File.pathSeparator + "/k/a.jar"));
    }
}
