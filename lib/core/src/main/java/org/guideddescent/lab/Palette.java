package org.guideddescent.lab;

import java.util.List;
import java.util.Map;

/**
 * The color of a name, the same in every figure: fixed for well-known optimizers, else by a stable hash of the name onto a
 * list. Colors are safe for color-blind readers. Sources: Okabe and Ito, 2008; Paul Tol, "muted".
 */
public final class Palette {
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("SGD", "#0072B2"),
            Map.entry("AdamW", "#D55E00"),
            Map.entry("Adam", "#E69F00"),
            Map.entry("Muon", "#009E73"),
            Map.entry("Momentum", "#56B4E9"),
            Map.entry("Lion", "#CC79A7"),
            Map.entry("Shampoo", "#332288"),
            Map.entry("SOAP", "#882255"),
            Map.entry("K-FAC", "#117733"),
            Map.entry("RMSProp", "#999933"));

    private static final List<String> OTHERS =
            List.of("#332288", "#882255", "#999933", "#44AA99", "#AA4499", "#661100", "#6699CC", "#888888");

    private Palette() {}

    /** The color of name, as "#RRGGBB". */
    public static String color(String name) {
        return FIXED.getOrDefault(name, OTHERS.get(Math.floorMod(name.hashCode(), OTHERS.size())));
    }

    /** The color of name with an opacity in [0, 1], as "rgba(…)". */
    static String translucent(String name, double opacity) {
        java.awt.Color c = java.awt.Color.decode(color(name));
        return "rgba(" + c.getRed() + ", " + c.getGreen() + ", " + c.getBlue() + ", " + opacity + ")";
    }
}
