package org.guideddescent.scaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measurements by layer and step, averaged over whoever adds some. */
final class Means {
    private record Key(String layer, int step) {}

    private final Map<Key, List<Double>> changes = new LinkedHashMap<>();
    private final Map<Key, List<Double>> updates = new LinkedHashMap<>();

    void change(String layer, int step, double value) {
        changes.computeIfAbsent(new Key(layer, step), k -> new ArrayList<>()).add(value);
    }

    void update(String layer, int step, double value) {
        updates.computeIfAbsent(new Key(layer, step), k -> new ArrayList<>()).add(value);
    }

    List<CoordinateCheck.Point> changes(int size) {
        return points(size, changes);
    }

    List<CoordinateCheck.Point> updates(int size) {
        return points(size, updates);
    }

    private static List<CoordinateCheck.Point> points(int size, Map<Key, List<Double>> of) {
        return of.entrySet().stream()
                .map(e -> new CoordinateCheck.Point(
                        size, e.getKey().step(), e.getKey().layer(), mean(e.getValue())))
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElseThrow();
    }
}
