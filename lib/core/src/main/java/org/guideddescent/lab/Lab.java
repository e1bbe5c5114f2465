package org.guideddescent.lab;

/** How a notebook begins. */
public final class Lab {
    private Lab() {}

    /**
     * Makes figures interactive: end the setup cell with {@code Lab.start()}, so that the kernel shows the bundle. Without
     * it figures are images, and the first one made with Tablesaw alone, which has no image, brings it along. Running the
     * cell again is harmless.
     *
     * @return the bundle, for the kernel to show
     */
    public static PlotlyBundle start() {
        return new PlotlyBundle();
    }
}
