package org.guideddescent.kernel.render;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which values are tables, and of what: records and maps, and collections of them. */
final class Grids {
    private static final int LINE = 80;

    private Grids() {}

    /** Empty where text serves the reader better. asked: a table is wanted although the value fits in a line. */
    static Optional<Grid> of(Object value, boolean asked) {
        if (value instanceof Record record) {
            return asked || (isLong(value) && hasPlainText(record)) ? Optional.of(ofRecord(record)) : Optional.empty();
        }
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            return asked || isLong(value) || isRecords(Excerpt.ofRows(map.values()))
                    ? Optional.of(ofMap(map))
                    : Optional.empty();
        }
        if (value instanceof Object[] array) {
            return ofCollection(new ArrayElements(array), asked);
        }
        return value instanceof Collection<?> collection ? ofCollection(collection, asked) : Optional.empty();
    }

    private static boolean isLong(Object value) {
        String text = PlainText.of(value);
        return text.length() > LINE || text.indexOf('\n') >= 0;
    }

    /** Whether the text is the one that Java gives a record; who wrote another has said how the value should look. */
    private static boolean hasPlainText(Record record) {
        List<String> names = RecordFields.names(record.getClass());
        String begin = record.getClass().getSimpleName() + "[" + (names.isEmpty() ? "]" : names.get(0) + "=");
        return PlainText.of(record).startsWith(begin);
    }

    private static Grid ofRecord(Record record) {
        List<List<Object>> rows = new ArrayList<>();
        RecordFields.of(record).forEach(field -> rows.add(row(field.name(), field.value())));
        return new Grid(List.of(), rows, rows.size(), 0, record.getClass().getSimpleName());
    }

    private static Grid ofMap(Map<?, ?> map) {
        Excerpt<? extends Map.Entry<?, ?>> shown = Excerpt.ofRows(map.entrySet());
        boolean records = isRecords(Excerpt.ofRows(map.values()));
        List<String> header = new ArrayList<>(List.of("key"));
        header.addAll(
                records ? RecordFields.names(map.values().iterator().next().getClass()) : List.of("value"));
        List<List<Object>> rows = new ArrayList<>();
        for (Map.Entry<?, ?> entry : shown.shown()) {
            List<Object> row = row(entry.getKey());
            if (records) {
                RecordFields.of((Record) entry.getValue()).forEach(f -> row.add(f.value()));
            } else {
                row.add(entry.getValue());
            }
            rows.add(row);
        }
        String shape = PlainText.counted(map.size()) + (map.size() == 1 ? " entry" : " entries");
        return new Grid(header, rows, shown.head().size(), shown.omitted(), shape);
    }

    private static Optional<Grid> ofCollection(Collection<?> all, boolean asked) {
        Excerpt<?> shown = Excerpt.ofRows(all);
        if (isRecords(shown)) {
            Class<?> type = shown.head().get(0).getClass();
            List<String> names = RecordFields.names(type);
            List<List<Object>> rows = new ArrayList<>();
            for (Object element : shown.shown()) {
                List<Object> row = row();
                RecordFields.of((Record) element).forEach(f -> row.add(f.value()));
                rows.add(row);
            }
            return Optional.of(grid(names, rows, shown, all.size(), " of " + type.getSimpleName()));
        }
        if (isMaps(shown)) {
            return Optional.of(ofMaps(shown, all.size()));
        }
        if (!asked || all.isEmpty()) {
            return Optional.empty();
        }
        List<List<Object>> rows = new ArrayList<>();
        shown.shown().forEach(element -> rows.add(row(element)));
        return Optional.of(grid(List.of("value"), rows, shown, all.size(), ""));
    }

    /** Columns are the keys of all rows that are shown; a row without a key has an empty cell there. */
    private static Grid ofMaps(Excerpt<?> shown, int size) {
        Set<Object> keys = new LinkedHashSet<>();
        shown.shown()
                .forEach(map -> keys.addAll(
                        Excerpt.ofColumns(((Map<?, ?>) map).keySet()).shown()));
        List<Object> columns = Excerpt.ofColumns(keys).shown();
        List<List<Object>> rows = new ArrayList<>();
        for (Object element : shown.shown()) {
            List<Object> row = row();
            for (Object key : columns) {
                Map<?, ?> map = (Map<?, ?>) element;
                row.add(map.containsKey(key) ? map.get(key) : "");
            }
            rows.add(row);
        }
        return grid(columns.stream().map(PlainText::of).toList(), rows, shown, size, "");
    }

    private static Grid grid(List<String> names, List<List<Object>> rows, Excerpt<?> shown, int size, String of) {
        String shape = PlainText.counted(size)
                + (size == 1 ? " row × " : " rows × ")
                + names.size()
                + (names.size() == 1 ? " column" : " columns")
                + of;
        return new Grid(names, rows, shown.head().size(), shown.omitted(), shape);
    }

    /** Whether all are records of one class with components that we may read. */
    private static boolean isRecords(Excerpt<?> shown) {
        return !shown.head().isEmpty()
                && shown.head().get(0) instanceof Record first
                && !RecordFields.of(first).isEmpty()
                && shown.shown().stream().allMatch(e -> e != null && e.getClass() == first.getClass());
    }

    private static boolean isMaps(Excerpt<?> shown) {
        return !shown.head().isEmpty()
                && shown.shown().stream().allMatch(e -> e instanceof Map<?, ?> map && !map.isEmpty());
    }

    private static List<Object> row(Object... cells) {
        List<Object> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell);
        }
        return row;
    }
}
