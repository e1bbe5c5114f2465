package org.guideddescent.kernel.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The cells of this session, in memory: tail, range and search. */
final class History {
    private static final int SESSION = 1;

    private record Line(int number, String input, String output) {}

    private final List<Line> lines = new ArrayList<>();

    /** output: null when the cell had none. */
    synchronized void add(int number, String input, String output) {
        lines.add(new Line(number, input, output));
    }

    synchronized JsonObject answer(JsonObject request) {
        List<Line> found =
                switch (Json.text(request, "hist_access_type", "tail")) {
                    case "range" -> range(Json.number(request, "start", 0), Json.number(request, "stop", -1));
                    case "search" -> search(Json.text(request, "pattern", "*"), Json.flag(request, "unique", false));
                    default -> lines;
                };
        int count = Json.number(request, "n", found.size());
        boolean output = Json.flag(request, "output", false);
        JsonArray history = new JsonArray();
        for (Line line : found.subList(Math.max(0, found.size() - Math.max(0, count)), found.size())) {
            history.add(entry(line, output));
        }
        return Json.ok("history", history);
    }

    private List<Line> range(int start, int stop) {
        return lines.stream()
                .filter(l -> l.number >= start && (stop < 0 || l.number < stop))
                .toList();
    }

    private List<Line> search(String glob, boolean unique) {
        String regex = Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        List<Line> found =
                lines.stream().filter(l -> pattern.matcher(l.input).matches()).toList();
        if (!unique) {
            return found;
        }
        Map<String, Line> newest = new LinkedHashMap<>();
        for (Line line : found) {
            newest.remove(line.input);
            newest.put(line.input, line);
        }
        return List.copyOf(newest.values());
    }

    private static JsonArray entry(Line line, boolean output) {
        JsonArray entry = new JsonArray();
        entry.add(SESSION);
        entry.add(line.number);
        if (output) {
            JsonArray pair = new JsonArray();
            JsonElement text = line.output == null ? JsonNull.INSTANCE : new JsonPrimitive(line.output);
            pair.add(line.input);
            pair.add(text);
            entry.add(pair);
        } else {
            entry.add(line.input);
        }
        return entry;
    }
}
