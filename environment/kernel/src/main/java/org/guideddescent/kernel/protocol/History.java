package org.guideddescent.kernel.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.guideddescent.kernel.protocol.HistoryFile.Line;
import org.guideddescent.kernel.protocol.HistoryFile.Opened;

/**
 * The cells of this session and of earlier ones: tail, range and search. The file is read and written on a thread of its
 * own, so that a slow or full disk never holds a cell.
 */
final class History {
    private static final System.Logger LOG = System.getLogger(History.class.getName());

    /** Longer cells and results are generated, not typed; they would fill the memory. */
    private static final int LONGEST = 1 << 20;

    private static final Opened NOTHING = new Opened(1, List.of());

    private record Cell(int number, String input, Optional<String> output) {}

    private final ExecutorService disk = Executors.newSingleThreadExecutor(body -> {
        Thread thread = new Thread(body, "history");
        thread.setDaemon(true);
        return thread;
    });
    private final Optional<HistoryFile> file;
    private final Future<Opened> earlier;
    private final Deque<Cell> cells = new ArrayDeque<>();
    private boolean failed;

    /** file: none keeps this session alone, in memory. */
    History(Optional<HistoryFile> file) {
        this.file = file;
        this.earlier = disk.submit(() -> file.map(this::opened).orElse(NOTHING));
    }

    /** output: null when the cell had none. Never blocks and never fails. */
    synchronized void add(int number, String input, String output) {
        if (input.length() > LONGEST) {
            return;
        }
        cells.addLast(new Cell(number, input, Optional.ofNullable(output).filter(o -> o.length() <= LONGEST)));
        if (cells.size() > HistoryFile.KEPT) {
            cells.removeFirst();
        }
        file.ifPresent(f -> disk.execute(() -> append(f, number, input)));
    }

    synchronized JsonObject answer(JsonObject request) throws InterruptedException {
        Opened before = earlier();
        List<Line> lines = new ArrayList<>(before.lines());
        Map<Line, String> outputs = new HashMap<>();
        for (Cell cell : cells) {
            Line line = new Line(before.session(), cell.number, cell.input);
            lines.add(line);
            cell.output.ifPresent(o -> outputs.put(line, o));
        }
        List<Line> found = select(request, lines, before.session());
        int count = Json.number(request, "n", found.size());
        boolean output = Json.flag(request, "output", false);
        JsonArray history = new JsonArray();
        for (Line line : found.subList(Math.max(0, found.size() - Math.max(0, count)), found.size())) {
            history.add(entry(line, output, Optional.ofNullable(outputs.get(line))));
        }
        return Json.ok("history", history);
    }

    /** Writes what waits, for a second at most. */
    void close() throws InterruptedException {
        disk.shutdown();
        boolean unused = disk.awaitTermination(1, TimeUnit.SECONDS);
    }

    private static List<Line> select(JsonObject request, List<Line> lines, int current) {
        return switch (Json.text(request, "hist_access_type", "tail")) {
            case "range" -> {
                int asked = Json.number(request, "session", 0);
                int session = asked <= 0 ? current + asked : asked;
                int start = Json.number(request, "start", 0);
                int stop = Json.number(request, "stop", Integer.MAX_VALUE);
                yield lines.stream()
                        .filter(l -> l.session() == session && l.number() >= start)
                        .filter(l -> stop < 0 || l.number() < stop)
                        .toList();
            }
            case "search" -> {
                Glob glob = new Glob(Json.text(request, "pattern", "*"));
                List<Line> found =
                        lines.stream().filter(l -> glob.matches(l.input())).toList();
                yield Json.flag(request, "unique", false) ? newest(found) : found;
            }
            case "tail" -> lines;
            default ->
                throw new IllegalArgumentException("hist_access_type must be tail, range or search, got "
                        + Json.text(request, "hist_access_type", ""));
        };
    }

    private static List<Line> newest(Collection<Line> found) {
        Map<String, Line> newest = new LinkedHashMap<>();
        for (Line line : found) {
            newest.remove(line.input());
            newest.put(line.input(), line);
        }
        return List.copyOf(newest.values());
    }

    private static JsonArray entry(Line line, boolean output, Optional<String> result) {
        JsonArray entry = new JsonArray();
        entry.add(line.session());
        entry.add(line.number());
        if (output) {
            JsonArray pair = new JsonArray();
            pair.add(line.input());
            pair.add(result.<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE));
            entry.add(pair);
        } else {
            entry.add(line.input());
        }
        return entry;
    }

    private Opened earlier() throws InterruptedException {
        try {
            return earlier.get();
        } catch (ExecutionException e) {
            return NOTHING;
        }
    }

    private Opened opened(HistoryFile existing) {
        try {
            return existing.open();
        } catch (IOException | RuntimeException e) {
            complain(existing, e);
            return NOTHING;
        }
    }

    private void append(HistoryFile to, int number, String input) {
        try {
            to.append(new Line(earlier.get().session(), number, input));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            complain(to, e);
        }
    }

    /** Once: a full disk stays full. Only the disk's thread comes here. */
    private void complain(HistoryFile about, Exception why) {
        if (!failed) {
            failed = true;
            LOG.log(System.Logger.Level.WARNING, "the history is not kept in " + about.path() + ": " + why);
        }
    }
}
