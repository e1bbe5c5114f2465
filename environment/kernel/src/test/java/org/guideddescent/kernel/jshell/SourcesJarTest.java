package org.guideddescent.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library's documentation comes from the sources jar beside its jar. */
class SourcesJarTest {
    private static final Map<String, String> SOURCES =
            Map.of("lib/shapes/Measured.java", """
            package lib.shapes;

            /** Has a size. */
            public interface Measured {
                /** The area in square meters. */
                double area();
            }
            """, "lib/shapes/Box.java", """
            package lib.shapes;

            import java.util.AbstractList;

            /**
             * A box of {@code width} times {@code height}.
             *
             * @param <T> what lies in it
             */
            public class Box<T> extends AbstractList<T> implements Measured {
                /** The number of corners. */
                public static final int CORNERS = 4;

                /** An empty box. */
                public Box(double width, double height) {}

                @Override
                public double area() {
                    return 1;
                }

                @Override
                public T get(int index) {
                    return null;
                }

                @Override
                public int size() {
                    return 0;
                }

                /**
                 * Puts a thing into the box.
                 *
                 * @param thing what to put
                 * @param times how often
                 * @return whether it fits
                 */
                public boolean put(T thing, int... times) {
                    return true;
                }

                /** Puts it by name. */
                public boolean put(String name) {
                    return true;
                }

                /** The lid of a box. */
                public static class Lid {
                    /** Opens the lid. */
                    public void open() {}
                }
            }
            """);

    @TempDir
    private Path folder;

    private Path jar;
    private CellShell shell;

    @BeforeEach
    void build() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path sources = folder.resolve("sources");
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            Path file = sources.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
        String[] arguments = {
            "-d",
            classes.toString(),
            sources.resolve("lib/shapes/Box.java").toString(),
            sources.resolve("lib/shapes/Measured.java").toString()
        };
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
        jar = pack(classes, folder.resolve("shapes-1.0.jar"));
        pack(sources, folder.resolve("shapes-1.0-sources.jar"));
        shell = new CellShell(getClass().getClassLoader(), List.of(), List.of());
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private static Path pack(Path from, Path to) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to));
                Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(from.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
            }
        }
        return to;
    }

    private void use() {
        shell.addToClassPath(jar.toString());
        shell.cell(() ->
                shell.evaluate("import lib.shapes.*; import java.util.*;\nBox<String> box = new Box<>(1, 2);", 1));
    }

    @Test
    void typesMembersAndParameterNamesAreDocumented() {
        use();
        assertEquals(
                "class lib.shapes.Box<T>\n\nA box of width times height.\n\nParameter <T>: what lies in it",
                inspect("Bo|x"));
        assertEquals("Box<T>(double width, double height)\n\nAn empty box.", inspect("new Bo|x<String>(1, 2)"));
        assertEquals(
                "int Box.CORNERS\n\nThe number of corners.",
                inspect("Box.COR|NERS").replace("Box<T>", "Box"));
        String put = inspect("box.p|ut(\"a\", 1)");
        assertTrue(put.startsWith("boolean Box<T>.put(T thing, int... times)\n\nPuts a thing into the box."), put);
        assertTrue(put.contains("\nParameter times: how often\nReturns: whether it fits"), put);
        assertTrue(inspect("box.put(\"a\"|)").contains("Puts it by name."));
        assertTrue(inspect("new Box.Lid().op|en()").endsWith("Opens the lid."));
    }

    @Test
    void whatIsNotImportedIsFoundByItsFullName() {
        shell.addToClassPath(jar.toString());
        assertTrue(inspect("new lib.shapes.Box.Lid().op|en()").endsWith("Opens the lid."));
        assertTrue(inspect("import lib.shapes.Meas|ured;").endsWith("Has a size."));
    }

    @Test
    void aMethodWithoutACommentHasThatOfTheMethodItOverrides() {
        use();
        assertTrue(inspect("box.ar|ea()").endsWith("The area in square meters."), inspect("box.ar|ea()"));
    }

    @Test
    void withoutSourcesThereIsTheSignature() throws IOException {
        Files.delete(folder.resolve("shapes-1.0-sources.jar"));
        use();
        assertEquals("class lib.shapes.Box<T>", inspect("Bo|x"));
        assertEquals("double Box<T>.area()", inspect("box.ar|ea()"));
    }

    @Test
    void aBrokenSourcesJarCostsTheDocumentationOnly() throws IOException {
        Files.writeString(folder.resolve("shapes-1.0-sources.jar"), "no jar");
        use();
        assertEquals("class lib.shapes.Box<T>", inspect("Bo|x"));
    }

    private String inspect(String code) {
        return String.join("\n\n", shell.questions().inspect(code.replace("|", ""), code.indexOf('|')));
    }
}
