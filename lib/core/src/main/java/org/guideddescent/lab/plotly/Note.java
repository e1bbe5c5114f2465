package org.guideddescent.lab.plotly;

import java.util.LinkedHashMap;
import java.util.Map;
import tech.tablesaw.plotly.event.EventHandler;

/**
 * A text with an arrow to a point.
 *
 * @param text what to say
 * @param x of the point; of a log axis its logarithm to the base 10, as Plotly has it
 * @param y of the point; of a log axis its logarithm to the base 10
 */
public record Note(String text, double x, double y) implements EventHandler {
    @Override
    public String asJavascript(String targetName, String divName) {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("text", text);
        note.put("x", x);
        note.put("y", y);
        note.put("showarrow", true);
        note.put("arrowhead", 2);
        return Js.append(targetName, "annotations", note);
    }
}
