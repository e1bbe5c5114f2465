package org.guideddescent.kernel.magic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * File names with wildcards in any part, as in IJava: * is any text and ? any character within a part; ** is any depth
 * of folders; a slash at the end means all that the folder holds.
 */
public final class Globs {
    private Globs() {}

    /**
     * {@return the paths that exist under this name, sorted; none if nothing does}
     *
     * @param glob a path, with wildcards or not
     */
    public static List<Path> find(String glob) {
        String whole = glob.endsWith("/") ? glob + "*" : glob;
        int wild = firstWildcard(whole);
        if (wild < 0) {
            return Stream.of(Path.of(whole)).filter(Files::exists).toList();
        }
        int slash = whole.lastIndexOf('/', wild);
        Path base = Path.of(slash < 0 ? "" : whole.substring(0, slash + 1));
        String pattern = whole.substring(slash + 1);
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        Pattern wanted = pattern(pattern);
        int depth = pattern.contains("**") ? Integer.MAX_VALUE : pattern.split("/").length;
        try (Stream<Path> files = Files.walk(base, depth)) {
            return files.filter(f -> wanted.matcher(slashed(base.relativize(f))).matches())
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw unlisted(base, e.getCause());
        } catch (IOException e) {
            throw unlisted(base, e);
        }
    }

    private static UncheckedIOException unlisted(Path base, IOException e) {
        return new UncheckedIOException("cannot list " + base.toAbsolutePath() + ": " + e, e);
    }

    private static int firstWildcard(String glob) {
        for (int i = 0; i < glob.length(); i++) {
            if (glob.charAt(i) == '*' || glob.charAt(i) == '?') {
                return i;
            }
        }
        return -1;
    }

    private static Pattern pattern(String glob) {
        String quoted = Stream.of(glob.split("/"))
                .map(part -> part.equals("**") ? "" : part(part) + "/")
                .map(part -> part.isEmpty() ? "(?:[^/]+/)*" : part)
                .collect(Collectors.joining());
        return Pattern.compile(quoted.endsWith("/") ? quoted.substring(0, quoted.length() - 1) : quoted + "[^/]+");
    }

    private static String part(String part) {
        return Pattern.quote(part).replace("*", "\\E[^/]*\\Q").replace("?", "\\E[^/]\\Q");
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }
}
