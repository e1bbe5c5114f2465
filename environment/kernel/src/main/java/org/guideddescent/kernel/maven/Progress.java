package org.guideddescent.kernel.maven;

/** Hears of downloads, from several threads at once. */
public interface Progress {
    /**
     * Called as bytes arrive. Throws to cancel.
     *
     * @param file its name
     * @param bytes so far
     * @param total of this file, negative where unknown
     */
    void at(String file, long bytes, long total);

    /**
     * The file has arrived.
     *
     * @param file its name
     * @param bytes in all
     */
    void arrived(String file, long bytes);
}
