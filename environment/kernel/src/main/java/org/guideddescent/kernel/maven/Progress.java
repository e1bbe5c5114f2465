package org.guideddescent.kernel.maven;

/** Hears of downloads, from several threads at once. */
public interface Progress {
    /** bytes: so far; total: of this file, negative where unknown. Throws to cancel. */
    void at(String file, long bytes, long total);

    /** The file has arrived. */
    void arrived(String file, long bytes);
}
