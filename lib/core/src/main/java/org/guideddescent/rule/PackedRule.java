package org.guideddescent.rule;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Base64;
import java.util.Set;

/**
 * A rule as one line of text that another program's file can keep: SameDiff and DL4J write their configuration as JSON. The
 * text is for {@link #rule}, not for people; a rule's {@code toString()} is for them and no grammar of it is promised.
 */
public final class PackedRule {
    private static final String PREFIX = "guided-descent:";
    private static final Set<String> SCALARS = Set.of(
            "java.lang.Boolean",
            "java.lang.Double",
            "java.lang.Enum",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.Record",
            "java.lang.String",
            "java.util.CollSer",
            // What CollSer becomes, which is asked for too.
            "java.util.ImmutableCollections$List12",
            "java.util.ImmutableCollections$ListN");

    private PackedRule() {}

    /**
     * The rule as text, in letters, digits and {@code :+/=} only.
     *
     * @param rule any rule, of this library or of yours
     * @return a text of which {@link #rule} makes an equal rule, in any JVM with the same version of the library
     * @throws IllegalArgumentException if a part of the rule is no data, such as a schedule that is a lambda
     */
    public static String text(Transform rule) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(rule);
        } catch (IOException e) {
            throw notData(rule, e);
        }
        var text = PREFIX + Base64.getEncoder().encodeToString(bytes.toByteArray());
        try {
            // What cannot be read again is found when it is written, not when somebody needs the file.
            rule(text);
        } catch (IllegalArgumentException e) {
            throw notData(rule, e);
        }
        return text;
    }

    private static IllegalArgumentException notData(Transform rule, Exception e) {
        return new IllegalArgumentException(
                "cannot keep " + rule
                        + " in a file: a part of it is no record of numbers, strings, enums, records and lists; "
                        + "write a schedule or rule of your own as a record instead of a lambda",
                e);
    }

    /**
     * The rule of a text. No class beside records, enums, numbers, strings and lists is ever made, whoever wrote the file.
     *
     * @param text what {@link #text} made
     * @return an equal rule
     * @throws IllegalArgumentException if the text is damaged, of another version of the library, or no rule
     */
    public static Transform rule(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("this is no rule that PackedRule wrote: " + shortened(text));
        }
        try (var in = new ObjectInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text.substring(PREFIX.length()))))) {
            in.setObjectInputFilter(PackedRule::judge);
            return (Transform) in.readObject();
        } catch (IOException | ClassNotFoundException | ClassCastException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "cannot read the rule in this file: it is damaged, or of another version of the library (" + e
                            + ")",
                    e);
        }
    }

    private static ObjectInputFilter.Status judge(ObjectInputFilter.FilterInfo info) {
        var type = info.serialClass();
        if (type == null) {
            return ObjectInputFilter.Status.UNDECIDED;
        }
        while (type.isArray()) {
            type = type.getComponentType();
        }
        boolean data = type.isPrimitive() || type.isEnum() || type.isRecord() || SCALARS.contains(type.getName());
        return data ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
