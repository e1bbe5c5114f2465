package org.guideddescent.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel says of its magics. */
class RegistryTest {
    private final Registry registry = builtIn();

    private static Registry builtIn() {
        ClassPath none = new ClassPath() {
            @Override
            public List<Path> entries() {
                return List.of();
            }

            @Override
            public void add(Path entry) {
                throw new IllegalStateException("no test adds an entry");
            }
        };
        return BuiltIn.registry(
                none,
                code -> code,
                (limit, work) -> work.get(),
                () -> {
                    throw new IllegalStateException("no test declares anything");
                },
                () -> {});
    }

    private void forEach(BiConsumer<String, Registry.Entry> check) {
        registry.lines().forEach((name, entry) -> check.accept("%" + name, entry));
        registry.wholes().forEach((name, entry) -> check.accept("%%" + name, entry));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%maven",
                "%addMavenDependency",
                "%addMavenDependencies",
                "%mavenRepo",
                "%addMavenRepo",
                "%loadFromPOM",
                "%%loadFromPOM",
                "%jars",
                "%classpath",
                "%load",
                "%time",
                "%%time",
                "%%file",
                "%%bash",
                "!",
                "!cmd",
                "%vars",
                "%methods",
                "%types",
                "%imports",
                "%reset",
                "%javaopts",
                "%%javaopts",
                "%%html",
                "%%js",
                "%%javascript",
                "%%latex",
                "%env",
                "%help",
                "%%timeout",
                "%timeit",
                "%%timeit",
                "%%writefile",
                "%%markdown",
                "%%svg",
                "%sh",
                "%%sh",
                "%pwd",
                "%lsmagic",
                "%list",
                "%mavenOffline",
                "maven",
                "bash"
            })
    void aMagicThatNotebooksUseIsThereAndExplained(String name) {
        String text = registry.describe(name).orElseThrow(() -> new AssertionError("no magic " + name));
        assertTrue(text.contains("Example:"), text);
        assertEquals(text, new HelpMagics(registry).help(List.of(name)).getData(MIMEType.TEXT_PLAIN));
    }

    @Test
    void everyMagicHasAUsageASentenceAndAnExampleOfItsKind() {
        forEach((name, entry) -> {
            assertTrue(entry.usage().contains("%") || entry.usage().startsWith("!"), name + ": " + entry.usage());
            assertTrue(entry.text().matches("(?s)[A-Z%!].*\\."), name + " has no sentence: " + entry.text());
            boolean whole = name.startsWith("%%");
            String sign = whole ? "%%" : "%";
            boolean own = entry.example().startsWith(sign)
                    || (!whole && entry.example().startsWith("!"));
            assertTrue(own, name + " has the example: " + entry.example());
            assertEquals(whole, entry.example().contains("\n"), name + ": a cell magic has a body, a line magic none");
        });
    }

    @Test
    void anExampleCallsTheMagicThatItExplains() {
        Map<Registry.Entry, String> names = registry.lines().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (a, b) -> a + " " + b));
        registry.wholes().forEach((name, entry) -> names.merge(entry, name, (a, b) -> a + " " + b));
        names.forEach((entry, all) -> {
            String called = entry.example().startsWith("!")
                    ? ShellMagics.COMMAND
                    : entry.example().split("\\s", 2)[0].replace("%", "");
            assertTrue(List.of(all.split(" ")).contains(called), called + " is none of " + all);
        });
    }

    @Test
    void theManualNamesEveryMagic() throws IOException {
        String manual = Files.readString(Path.of("README.md"));
        forEach((name, entry) -> assertTrue(manual.contains("`" + name + "`"), name + " is not in README.md"));
        assertTrue(manual.contains("`!command`"));
    }

    @Test
    void helpAndTheListNameEveryMagicOnce() {
        String listed =
                String.valueOf(new HelpMagics(registry).lsmagic(List.of()).getData(MIMEType.TEXT_PLAIN));
        forEach((name, entry) -> assertTrue((listed + " ").replace("\n", " ").contains(" " + name + " "), name));
    }

    @Test
    void aMagicThatANotebookRegistersIsListedAndReplacesTheOneBefore() throws Exception {
        registry.registerLineMagic("mine", arguments -> arguments.size());
        assertEquals(
                "%mine: a magic of this notebook", registry.describe("%mine").orElseThrow());
        assertEquals(Integer.valueOf(2), registry.<Integer>applyLineMagic("mine", List.of("a", "b")));
        registry.registerMagics(new Own());
        assertEquals("%mine x\nAnother.", registry.describe("mine").orElseThrow());
        assertEquals("x", registry.<String>applyLineMagic("mine", List.of("x")));
        assertFalse(registry.describe("%%mine").isPresent());
    }

    /** A magic without an example, as others may write them. */
    public static final class Own {
        @LineMagic
        @Help(usage = "%mine x", text = "Another.")
        public String mine(List<String> arguments) {
            return arguments.get(0);
        }
    }
}
