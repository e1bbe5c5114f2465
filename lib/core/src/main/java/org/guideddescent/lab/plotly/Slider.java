package org.guideddescent.lab.plotly;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.event.EventHandler;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A slider over frames, with buttons that play them and pause. Each frame replaces the first traces of the figure, as many
 * as it has; the traces after those stay.
 *
 * @param label what the frames are numbered by, such as "step"
 * @param frames in order, all with the same number of traces
 */
public record Slider(String label, List<Frame> frames) implements EventHandler {
    /**
     * One state of the traces.
     *
     * @param name what the slider shows for it, such as "100"
     * @param traces of Tablesaw or of this package
     */
    public record Frame(String name, List<Trace> traces) {
        /**
         * Copies the list.
         *
         * @param name what the slider shows for it, such as "100"
         * @param traces of Tablesaw or of this package
         */
        public Frame {
            traces = List.copyOf(traces);
        }

        /**
         * A state of these traces.
         *
         * @param name what the slider shows for it
         * @param traces of Tablesaw or of this package
         * @return the frame
         */
        public static Frame of(String name, Trace... traces) {
            return new Frame(name, Arrays.asList(traces));
        }

        private String asJavascript() {
            int n = traces.size();
            String each = IntStream.range(0, n)
                    .mapToObj(i -> traces.get(i).asJavascript(i))
                    .collect(Collectors.joining("\n"));
            String names = IntStream.range(0, n).mapToObj(i -> "trace" + i).collect(Collectors.joining(", "));
            List<Integer> which = IntStream.range(0, n).boxed().toList();
            return "(function () {\n" + each + "\nframes.push({name: " + Js.of(name) + ", data: [" + names
                    + "], traces: " + Js.of(which) + "}); })();\n";
        }
    }

    /**
     * Refuses frames that cannot follow each other.
     *
     * @param label what the frames are numbered by, such as "step"
     * @param frames in order, all with the same number of traces
     * @throws IllegalArgumentException if there is no frame, or they differ in their number of traces
     */
    public Slider {
        frames = List.copyOf(frames);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("a slider over '" + label + "' needs at least one frame, got none");
        }
        int n = frames.get(0).traces.size();
        for (Frame frame : frames) {
            if (frame.traces.size() != n) {
                throw new IllegalArgumentException("all frames of a slider need the same number of traces, but '"
                        + frames.get(0).name + "' has " + n + " and '" + frame.name + "' has " + frame.traces.size()
                        + "; give a line with no points where there is nothing to draw");
            }
        }
        List<String> names = frames.stream().map(Frame::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("frames are found by their names, but some share one: " + names);
        }
    }

    @Override
    public String asJavascript(String targetName, String divName) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("sliders", List.of(slider()));
        change.put("updatemenus", List.of(buttons()));
        return "(function () { var frames = [];\n"
                + frames.stream().map(Frame::asJavascript).collect(Collectors.joining())
                + "Plotly.relayout(" + targetName + ", " + Js.of(change) + ");\n"
                + "Plotly.addFrames(" + targetName + ", frames);\n})();\n";
    }

    private Map<String, Object> slider() {
        Map<String, Object> slider = new LinkedHashMap<>();
        slider.put("active", 0);
        slider.put("x", 0.12);
        slider.put("len", 0.88);
        slider.put("pad", Map.of("t", 50));
        slider.put("currentvalue", Map.of("prefix", label + " "));
        slider.put(
                "steps",
                frames.stream()
                        .map(f -> call(f.name, List.of(List.of(f.name), at(0))))
                        .toList());
        return slider;
    }

    private Map<String, Object> buttons() {
        Map<String, Object> buttons = new LinkedHashMap<>();
        buttons.put("type", "buttons");
        buttons.put("direction", "left");
        buttons.put("showactive", false);
        buttons.put("x", 0.1);
        buttons.put("xanchor", "right");
        buttons.put("y", 0);
        buttons.put("yanchor", "top");
        buttons.put("pad", Map.of("t", 60));
        Map<String, Object> on = new LinkedHashMap<>(at(250));
        on.put("fromcurrent", true);
        buttons.put(
                "buttons",
                List.of(call("▶", Arrays.asList(null, on)), call("❚❚", List.of(Arrays.asList((Object) null), at(0)))));
        return buttons;
    }

    private static Map<String, Object> call(String label, List<?> args) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("method", "animate");
        call.put("label", label);
        call.put("args", args);
        return call;
    }

    /** How a frame comes: at once and redrawn, since heat maps and bars need that. */
    private static Map<String, Object> at(int milliseconds) {
        Map<String, Object> how = new LinkedHashMap<>();
        how.put("mode", "immediate");
        how.put("frame", Map.of("duration", milliseconds, "redraw", true));
        how.put("transition", Map.of("duration", 0));
        return how;
    }
}
