package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guideddescent.kernel.jshell.Questions.Completion;

/** The base kernel's registry, which also knows what it holds: for %help, completion, and names mistyped. */
public final class Registry extends Magics {
    /**
     * What is known of a magic; the texts are empty for one that came without {@link Help}.
     *
     * @param usage the call with its arguments
     * @param text what it does, in sentences
     * @param example a call that could stand in a cell
     */
    public record Entry(String usage, String text, String example) {
        static final Entry NONE = new Entry("", "", "");

        private String whole() {
            return usage + "\n" + text
                    + (example.isEmpty()
                            ? ""
                            : "\n\nExample:\n" + example.indent(4).stripTrailing());
        }
    }

    private static final Pattern BEGUN = Pattern.compile("(?:^|.*[\\n=])[ \\t]*(%{1,2}\\w*)", Pattern.DOTALL);

    private final SortedMap<String, Entry> lines = new TreeMap<>();
    private final SortedMap<String, Entry> wholes = new TreeMap<>();
    private final SortedSet<String> raw = new TreeSet<>();

    /** Begins without magics. */
    public Registry() {}

    /** {@return the line magics by name, without the percent sign} */
    public SortedMap<String, Entry> lines() {
        return lines;
    }

    /** {@return the cell magics by name, without the percent signs} */
    public SortedMap<String, Entry> wholes() {
        return wholes;
    }

    /**
     * {@return the arguments that a line magic wants from the rest of its line}
     *
     * @param magic its name, without the percent sign
     * @param rest what follows the name on the line
     */
    public List<String> arguments(String magic, String rest) {
        return !raw.contains(magic) ? Words.of(rest) : rest.isEmpty() ? List.of() : List.of(rest);
    }

    /**
     * {@return usage, text and example of a magic: first the line magic, then the other}
     *
     * @param name with its percent signs, or without; or !
     */
    public Optional<String> describe(String name) {
        String bare = name.startsWith("!") ? ShellMagics.COMMAND : name.replaceFirst("^%{1,2}", "");
        Entry entry = name.startsWith("%%") ? wholes.get(bare) : lines.getOrDefault(bare, wholes.get(bare));
        if (entry == null) {
            return Optional.empty();
        }
        return Optional.of(entry.equals(Entry.NONE) ? name + ": a magic of this notebook" : entry.whole());
    }

    /**
     * {@return the completions of the name of a magic that ends at the cursor; empty where no magic is being written}
     *
     * @param code of the cell
     * @param cursor index into the code
     */
    public Optional<Completion> complete(String code, int cursor) {
        Matcher begun = BEGUN.matcher(code.substring(0, cursor));
        if (!begun.matches()) {
            return Optional.empty();
        }
        String written = begun.group(1);
        List<String> matches = new ArrayList<>(starting(lines.keySet(), "%", written));
        if (code.substring(0, begun.start(1)).isBlank()) {
            matches.addAll(starting(wholes.keySet(), "%%", written));
        }
        return matches.isEmpty()
                ? Optional.empty()
                : Optional.of(new Completion(List.copyOf(matches), begun.start(1), cursor));
    }

    /**
     * {@return the magic, percent signs included, under the cursor: it is named at the start of the cursor's line}
     *
     * @param code of the cell
     * @param cursor index into the code
     */
    public Optional<String> named(String code, int cursor) {
        int start = code.lastIndexOf('\n', Math.max(0, cursor - 1)) + 1;
        Matcher name = Pattern.compile("[ \\t]*(%{1,2}\\w+)").matcher(code).region(start, code.length());
        return name.lookingAt() && cursor >= name.start(1) && cursor <= name.end(1)
                ? Optional.of(name.group(1))
                : Optional.empty();
    }

    private static List<String> starting(Collection<String> names, String sign, String written) {
        return names.stream()
                .map(n -> sign + n)
                .filter(n -> n.startsWith(written))
                .toList();
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // The base kernel's signature.
    public <T> T applyLineMagic(String name, List<String> arguments) throws Exception {
        if (!lines.containsKey(name)) {
            throw new UnknownMagic(name, true, unknown("%", name, lines.keySet(), "%%", wholes.keySet()));
        }
        boolean join = raw.contains(name) && arguments.size() > 1;
        return super.applyLineMagic(name, join ? List.of(String.join(" ", arguments)) : arguments);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // The base kernel's signature.
    public <T> T applyCellMagic(String name, List<String> arguments, String body) throws Exception {
        if (!wholes.containsKey(name)) {
            throw new UnknownMagic(name, false, unknown("%%", name, wholes.keySet(), "%", lines.keySet()));
        }
        return super.applyCellMagic(name, arguments, body);
    }

    private static String unknown(
            String sign, String name, Collection<String> same, String otherSign, Collection<String> other) {
        if (other.contains(name)) {
            return sign + name + " is a " + (sign.length() == 1 ? "cell" : "line") + " magic: write " + otherSign
                    + name;
        }
        List<String> near = same.stream()
                .filter(n -> n.startsWith(name) || distance(n, name) <= 2)
                .map(n -> sign + n)
                .toList();
        String hint = near.isEmpty() ? "%lsmagic lists all" : "did you mean " + String.join(" or ", near) + "?";
        return "no magic named " + sign + name + "; " + hint;
    }

    /** Levenshtein's: how many letters to insert, delete or change. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    @Override
    public void registerLineMagic(String name, LineMagicFunction<?> magic) {
        super.registerLineMagic(name, magic);
        lines.put(name, Entry.NONE);
        raw.remove(name);
    }

    @Override
    public void registerCellMagic(String name, CellMagicFunction<?> magic) {
        super.registerCellMagic(name, magic);
        wholes.put(name, Entry.NONE);
    }

    @Override
    public <T extends LineMagicFunction<?> & CellMagicFunction<?>> void registerLineCellMagic(String name, T magic) {
        registerLineMagic(name, magic);
        registerCellMagic(name, magic);
    }

    @Override
    public void registerMagics(Object magics) {
        super.registerMagics(magics);
        describeAll(magics.getClass());
    }

    @Override
    public void registerMagics(Class<?> magics) {
        super.registerMagics(magics);
        describeAll(magics);
    }

    private void describeAll(Class<?> magics) {
        for (Method method : magics.getDeclaredMethods()) {
            LineMagic line = method.getAnnotation(LineMagic.class);
            CellMagic whole = method.getAnnotation(CellMagic.class);
            Help help = method.getAnnotation(Help.class);
            Entry entry = help == null ? Entry.NONE : new Entry(help.usage(), help.text(), help.example());
            if (line != null) {
                List<String> names = names(method, line.value(), line.aliases());
                names.forEach(n -> lines.put(n, entry));
                if (method.isAnnotationPresent(Raw.class)) {
                    raw.addAll(names);
                }
            }
            if (whole != null) {
                names(method, whole.value(), whole.aliases()).forEach(n -> wholes.put(n, entry));
            }
        }
    }

    private static List<String> names(Method method, String value, String[] aliases) {
        List<String> names = new ArrayList<>(List.of(aliases));
        names.add(value.isEmpty() ? method.getName() : value);
        return names;
    }
}
