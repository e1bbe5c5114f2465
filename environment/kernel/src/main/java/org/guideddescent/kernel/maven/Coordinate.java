package org.guideddescent.kernel.maven;

import java.util.Set;

/**
 * Names an artifact.
 *
 * @param group its group
 * @param artifact its name in the group
 * @param type as in a POM, "jar" unless said
 * @param classifier may be empty
 * @param version may be a range
 */
public record Coordinate(String group, String artifact, String type, String classifier, String version) {
    private static final Set<String> TYPES =
            Set.of("jar", "pom", "war", "zip", "aar", "bundle", "test-jar", "java-source", "javadoc", "maven-plugin");

    /**
     * Reads Maven's g:a:v, g:a:type:v, g:a:type:classifier:v. Where the third part can only be a version, the parts behind
     * it may be a type (as Ivy has it), a classifier (as Gradle has it), or both.
     *
     * @param text words joined by colons
     * @return the artifact
     */
    public static Coordinate parse(String text) {
        String[] parts = text.split(":", -1);
        for (String part : parts) {
            if (part.isBlank()) {
                throw malformed(text, "a part between the colons is empty");
            }
        }
        return switch (parts.length) {
            case 3 -> new Coordinate(parts[0], parts[1], "jar", "", parts[2]);
            case 4 ->
                !isVersion(parts[2])
                        ? new Coordinate(parts[0], parts[1], parts[2], "", parts[3])
                        : TYPES.contains(parts[3])
                                ? new Coordinate(parts[0], parts[1], parts[3], "", parts[2])
                                : new Coordinate(parts[0], parts[1], "jar", parts[3], parts[2]);
            case 5 ->
                isVersion(parts[2])
                        ? new Coordinate(parts[0], parts[1], parts[3], parts[4], parts[2])
                        : new Coordinate(parts[0], parts[1], parts[2], parts[3], parts[4]);
            case 2 -> throw malformed(text, "it names no version; RELEASE stands for the newest");
            default -> throw malformed(text, "it has " + parts.length + (parts.length == 1 ? " part" : " parts"));
        };
    }

    /** Neither a type nor a classifier of type begins so. */
    private static boolean isVersion(String part) {
        char first = part.charAt(0);
        return Character.isDigit(first)
                || first == '['
                || first == '('
                || part.equals("RELEASE")
                || part.equals("LATEST");
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException("'" + text + "' does not name an artifact: " + why
                + ". Write group:artifact:version or group:artifact:type:classifier:version");
    }

    /** In Maven's order, without what is usual. */
    @Override
    public String toString() {
        String middle = classifier.isEmpty() ? (type.equals("jar") ? "" : type + ":") : type + ":" + classifier + ":";
        return group + ":" + artifact + ":" + middle + version;
    }
}
