package org.guideddescent.data;

/**
 * Six novels of Jane Austen as characters: Sense and Sensibility, Pride and Prejudice, Mansfield Park, Emma, Northanger
 * Abbey, Persuasion; public domain. 4,024,610 characters, {@value #VOCABULARY} different: line feed, space, 26 + 26
 * letters, ten digits, {@code !"&'()*,-.:;?[]_} and the pound sign. All of them occur in the training part.
 *
 * @param train the first five novels, 3,557,756 characters
 * @param validation the last, Persuasion, 466,854 characters or 11.6 percent; no window reaches across
 */
public record Austen(Text train, Text validation) {
    /** Different characters of the six novels: what a model has to tell apart. */
    public static final int VOCABULARY = 81;

    /** Where Persuasion begins. */
    private static final int SPLIT = 3_557_756;

    /** {@return the novels in the repository} */
    public static Austen load() {
        return load(DataFolder.find());
    }

    /**
     * {@return the novels, as {@link #load()}, of a given folder}
     *
     * @param data where {@code text/austen.txt.gz} is
     */
    public static Austen load(DataFolder data) {
        var all = Text.read(data.file("text/austen.txt.gz"));
        return new Austen(all.part(0, SPLIT), all.part(SPLIT, all.length()));
    }
}
