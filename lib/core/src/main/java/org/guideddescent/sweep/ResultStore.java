package org.guideddescent.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Results in a folder that outlives every process: files {@code runs-0001.jsonl}, … of one JSON object a line, see
 * {@link Result#line()}. Each writer begins a new file, adds whole lines and forces each to disk before it counts, so what a
 * killed process leaves behind is whole lines and perhaps the beginning of one.
 *
 * <p>Reading takes what is intact. A torn last line, a line that differs from its checksum, a file that is something else: each
 * is named in {@link #damages()} and left out. Nothing is repaired, and no file is ever changed but by appending. Stores are
 * joined by copying their files into one folder under numbers that are free.
 *
 * <p>Of several results of one trial, with the same sweep and number of threads, the first counts, and the others are named
 * as damages; but one that ended counts before one that failed, and the last failure before those before it, since a trial
 * that failed can be tried again.
 *
 * <p>Other programs read the files as they are. In DuckDB, {@code
 * select optimizer, width, min(loss) from read_json_auto('store/runs-*.jsonl', union_by_name = true) group by all}; {@code
 * copy (select * from …) to 'runs.parquet'} makes a Parquet file; {@code ignore_errors = true} skips a torn line. In pandas,
 * {@code read_json(file, lines=True)}.
 */
public final class ResultStore {
    static final Pattern SEGMENT = Pattern.compile("runs-([0-9]{4,9})\\.jsonl");

    private final Path folder;
    private final Map<Integer, Segment> segments = new TreeMap<>();
    private final List<Damage> damages = new ArrayList<>();
    private final Map<List<Object>, Result> results = new LinkedHashMap<>();

    private ResultStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the store in a folder, which is made if it is not there, and reads it. Any number of processes can have it open
     * while one writes.
     *
     * @param folder of this store alone
     * @return the store with what is intact in it
     * @throws UncheckedIOException if there can be no such folder
     */
    public static ResultStore open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of a result store, " + folder, e);
        }
        var store = new ResultStore(folder);
        store.refresh();
        return store;
    }

    /**
     * As {@link #open(Path)}, by the folder's name.
     *
     * @param folder its path
     * @return the store with what is intact in it
     */
    public static ResultStore open(String folder) {
        return open(Path.of(folder));
    }

    /** {@return the folder where it is} */
    public Path folder() {
        return folder;
    }

    /**
     * {@return all results that were there at the last {@link #refresh()}, in the order of files and lines, and those
     * written since}
     */
    public synchronized Results results() {
        return Results.of(List.copyOf(results.values()));
    }

    /**
     * {@return the results of one sweep; none if there is no such sweep}
     *
     * @param sweep its name
     */
    public synchronized Results results(String sweep) {
        return Results.of(
                results.values().stream().filter(r -> r.sweep().equals(sweep)).toList());
    }

    /** {@return the names of the sweeps in it, in the order of their first results} */
    public synchronized List<String> sweeps() {
        return results.values().stream().map(Result::sweep).distinct().toList();
    }

    /**
     * {@return what was left out at the last {@link #refresh()}, file by file} A last line that is being written is
     * among it.
     */
    public synchronized List<Damage> damages() {
        return List.copyOf(damages);
    }

    /**
     * Reads what was added since, by this process or another one.
     *
     * @return this store
     */
    public synchronized ResultStore refresh() {
        numbers(folder).forEach((number, file) -> segments.computeIfAbsent(number, n -> new Segment(file)));
        damages.clear();
        var kept = new LinkedHashMap<List<Object>, Segment.Line>();
        for (var segment : segments.values()) {
            segment.refresh();
            damages.addAll(segment.damages());
            segment.lines().forEach(line -> keep(line, kept));
        }
        results.clear();
        kept.forEach((identity, line) -> results.put(identity, line.result()));
        return this;
    }

    /**
     * Begins to write. One at a time can, on the machines that share the folder's file locks.
     *
     * @return what adds results, to be closed
     * @throws IllegalStateException if somebody else writes into the folder, with what to do
     */
    public StoreWriter writer() {
        return StoreWriter.open(this);
    }

    /**
     * Writes one row a run, without curves, to a file with a header; what was there is replaced at once, by a whole
     * file.
     *
     * @param file made, or replaced
     * @throws UncheckedIOException with the path; what was there is then as it was
     */
    public void writeCsv(Path file) {
        Csv.write(results(), file);
    }

    /** Takes a result that was just written, which need not be read again. */
    synchronized void written(Result result) {
        results.put(identity(result), result);
    }

    /** The files of a store by number. */
    static Map<Integer, Path> numbers(Path folder) {
        var files = new TreeMap<Integer, Path>();
        try (var all = Files.newDirectoryStream(folder)) {
            for (var file : all) {
                var name = SEGMENT.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.put(Integer.parseInt(name.group(1)), file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the result store " + folder, e);
        }
        return files;
    }

    private void keep(Segment.Line line, Map<List<Object>, Segment.Line> kept) {
        var result = line.result();
        var before = kept.get(identity(result));
        if (before == null || before.result().status() == Result.Status.FAILED) {
            kept.put(identity(result), line);
        } else if (result.status() != Result.Status.FAILED) {
            boolean same = before.result().digest().equals(result.digest());
            damages.add(new Damage(
                    line.file(),
                    line.number(),
                    "the trial " + result.trial() + " stands already in "
                            + before.file().getFileName() + ", line " + before.number() + ", with "
                            + (same ? "the same" : "other") + " numbers; this one is left out"));
        }
    }

    private static List<Object> identity(Result result) {
        return List.of(result.sweep(), result.trial().key(), result.threads());
    }
}
