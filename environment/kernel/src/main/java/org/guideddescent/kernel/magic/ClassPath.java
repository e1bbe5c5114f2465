package org.guideddescent.kernel.magic;

import java.nio.file.Path;
import java.util.List;

/** The class path of the running cells, which grows and never shrinks. */
public interface ClassPath {
    /** {@return all jars and folders, the kernel's own and those that magics added, in order of search} */
    List<Path> entries();

    /**
     * Appends an entry; a no-op for one that is there already.
     *
     * @param entry a jar or folder
     */
    void add(Path entry);
}
