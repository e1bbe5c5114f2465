package org.guideddescent.kernel.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words behind %maven, read. */
record MavenCall(List<Coordinate> coordinates, List<String> excluded, Optional<Path> settings, Request.Mode mode) {
    private static final String OPTIONS =
            "--exclude group:artifact, --no-transitive, --offline, --update, --settings FILE";

    static MavenCall parse(List<String> words) {
        List<Coordinate> coordinates = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        Optional<Path> settings = Optional.empty();
        boolean offline = false;
        boolean update = false;
        boolean transitive = true;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--offline", "-o" -> offline = true;
                case "--update", "-U" -> update = true;
                case "--no-transitive" -> transitive = false;
                case "--exclude" -> excluded.add(exclusion(argument(words, ++i, word)));
                case "--settings", "-s" -> settings = Optional.of(Path.of(argument(words, ++i, word)));
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException("no option " + word + "; have " + OPTIONS);
                    }
                    coordinates.add(Coordinate.parse(word));
                }
            }
        }
        return new MavenCall(coordinates, excluded, settings, new Request.Mode(offline, update, transitive));
    }

    private static String argument(List<String> words, int at, String option) {
        if (at >= words.size()) {
            throw new IllegalArgumentException(option + " needs a word behind it; the options are " + OPTIONS);
        }
        return words.get(at);
    }

    private static String exclusion(String word) {
        if (!word.matches("[^:]+:[^:]+")) {
            throw new IllegalArgumentException(
                    "--exclude takes group:artifact, such as org.slf4j:slf4j-api or org.slf4j:*, got " + word);
        }
        return word;
    }
}
