package org.guideddescent.lab;

import java.awt.Color;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The color of a name: fixed for well-known optimizers, so that each looks the same in every figure; else by a stable hash
 * of the name onto a list, unless that is hard to tell from a color of the same figure. Colors are safe for color-blind
 * readers. Sources: Okabe and Ito, 2008; Paul Tol, "muted".
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

    /** Two colors nearer than this, as points of the cube of red, green and blue in 0…255, look alike in thin lines. */
    private static final double NEAR = 90;

    private Palette() {}

    /** A color for each name of one figure, in the order of the names. Well-known ones keep theirs; others make way. */
    static Map<String, String> colors(Collection<String> names) {
        var colors = new LinkedHashMap<String, String>();
        names.stream().filter(FIXED::containsKey).forEach(name -> colors.put(name, FIXED.get(name)));
        for (String name : names) {
            if (colors.containsKey(name)) continue;
            String own = color(name);
            colors.put(name, gap(own, colors.values()) < NEAR ? farthest(colors.values()) : own);
        }
        return colors;
    }

    /** The color of both lists that is farthest from all that are taken. */
    private static String farthest(Collection<String> taken) {
        return Stream.concat(OTHERS.stream(), FIXED.values().stream().sorted())
                .max(Comparator.comparingDouble(color -> gap(color, taken)))
                .orElseThrow();
    }

    private static double gap(String color, Collection<String> taken) {
        return taken.stream().mapToDouble(other -> distance(color, other)).min().orElse(Double.MAX_VALUE);
    }

    private static double distance(String a, String b) {
        Color c = Color.decode(a);
        Color d = Color.decode(b);
        return Math.hypot(Math.hypot(c.getRed() - d.getRed(), c.getGreen() - d.getGreen()), c.getBlue() - d.getBlue());
    }

    /**
     * {@return the color of name where no other is near, as "#RRGGBB"}
     *
     * @param name of an optimizer, or any other
     */
    public static String color(String name) {
        return FIXED.getOrDefault(name, OTHERS.get(Math.floorMod(name.hashCode(), OTHERS.size())));
    }

    /** A color "#RRGGBB" with an opacity in [0, 1], as "rgba(…)". */
    static String translucent(String color, double opacity) {
        Color c = Color.decode(color);
        return "rgba(" + c.getRed() + ", " + c.getGreen() + ", " + c.getBlue() + ", " + opacity + ")";
    }
}
