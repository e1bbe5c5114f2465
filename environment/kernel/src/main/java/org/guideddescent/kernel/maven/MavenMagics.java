package org.guideddescent.kernel.maven;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.guideddescent.kernel.magic.ClassPath;
import org.guideddescent.kernel.magic.Help;
import org.guideddescent.kernel.spi.ProgressBar;

/** The magics that fetch artifacts and add them to the class path. They return nothing, so that a cell shows nothing. */
public final class MavenMagics {
    /** The folder beside the kernel's jar with the resolver's own jars. */
    public static final String RESOLVER = "resolver";

    /** As IJava has it. */
    private static final Set<String> SCOPES = Set.of("compile", "runtime", "system", "import");

    private final Map<String, Repository> repositories = new LinkedHashMap<>();
    private final Fetch fetch;
    private SettingsFiles settings;
    private boolean offline;

    /**
     * Makes the magics with Maven's usual settings.
     *
     * @param classPath where jars go
     */
    public MavenMagics(ClassPath classPath) {
        this(classPath, SettingsFiles.usual(), IsolatedLoader.folder(), MavenMagics::bar);
    }

    /** resolver: the folder of the jars that Maven's classes come from; screens: where downloads are shown. */
    MavenMagics(ClassPath classPath, SettingsFiles settings, Path resolver, Supplier<Downloads.Screen> screens) {
        this.settings = settings;
        this.fetch = new Fetch(classPath, resolver, screens);
    }

    private static Downloads.Screen bar() {
        return ProgressBar.open("downloads", 0)
                .<Downloads.Screen>map(bar -> bar::show)
                .orElse((files, note) -> {});
    }

    /**
     * Fetches artifacts and all they need, as {@code %maven}.
     *
     * @param words coordinates and options
     */
    @LineMagic(
            value = "maven",
            aliases = {"addMavenDependency", "addMavenDependencies"})
    @Help(
            usage =
                    "%maven group:artifact:version... [--exclude group:artifact] [--no-transitive] [--offline] [--update]"
                            + " [--settings FILE]",
            text = "Fetches artifacts with all they need and adds them to the class path. Also"
                    + " group:artifact:type:classifier:version; the version may be a range, RELEASE or a snapshot."
                    + " What is on the class path already stays. Mirrors, proxies and passwords come from"
                    + " ~/.m2/settings.xml; --settings names another file for the rest of the session. --update asks for"
                    + " newer snapshots.",
            example = "%maven org.apache.commons:commons-math3:3.6.1")
    public void maven(List<String> words) {
        MavenCall call = MavenCall.parse(words);
        call.settings().ifPresent(this::use);
        if (call.coordinates().isEmpty()) {
            if (call.settings().isEmpty()) {
                throw new IllegalArgumentException("%maven needs an artifact: %maven group:artifact:version");
            }
            return;
        }
        fetch.run(new Request(
                call.coordinates(),
                Optional.empty(),
                Set.of(),
                List.copyOf(repositories.values()),
                call.excluded(),
                mode(call.mode()),
                settings));
    }

    /**
     * Adds a repository, as {@code %mavenRepo}.
     *
     * @param words its name and its URL
     */
    @LineMagic(
            value = "mavenRepo",
            aliases = {"addMavenRepo"})
    @Help(
            usage = "%mavenRepo name url",
            text = "Adds a repository, which is asked before those of settings.xml. A folder is as good as a URL. User"
                    + " name and password come from the server of this name in settings.xml.",
            example = "%mavenRepo releases https://repo.example.org/releases")
    public void mavenRepo(List<String> words) {
        if (words.size() != 2) {
            throw new IllegalArgumentException(
                    "%mavenRepo takes a name and a URL, got " + (words.isEmpty() ? "nothing" : words));
        }
        Repository repository = Repository.of(words.get(0), words.get(1));
        repositories.put(repository.id(), repository);
    }

    /**
     * Keeps Maven off the network or lets it on, as {@code %mavenOffline}.
     *
     * @param words on, off, or none for on
     */
    @LineMagic("mavenOffline")
    @Help(
            usage = "%mavenOffline [on | off]",
            text = "From here on artifacts come from the local repository only, or from anywhere again.",
            example = "%mavenOffline on")
    public void mavenOffline(List<String> words) {
        offline = switch (words.isEmpty() ? "on" : words.get(0)) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("%mavenOffline takes on or off, got " + words.get(0));
        };
    }

    /**
     * Fetches the dependencies of a POM, as {@code %loadFromPOM}.
     *
     * @param words its path, then scopes
     */
    @LineMagic("loadFromPOM")
    @Help(
            usage = "%loadFromPOM path [scope...]",
            text = "Adds what a project needs to the class path: the dependencies of its POM in these scopes, compile,"
                    + " runtime, system and import if none is named. path: the file, or the folder of the project.",
            example = "%loadFromPOM pom.xml")
    public void loadFromPom(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("%loadFromPOM needs the path of a POM: %loadFromPOM path [scope...]");
        }
        Path path = Path.of(words.get(0)).toAbsolutePath();
        Path pom = Files.isDirectory(path) ? path.resolve("pom.xml") : path;
        if (!Files.isRegularFile(pom)) {
            throw new IllegalArgumentException("there is no POM at " + pom);
        }
        load(pom, words.subList(1, words.size()));
    }

    /**
     * Fetches the dependencies of the POM in a cell, as {@code %%loadFromPOM}.
     *
     * @param scopes of the dependencies; none for the usual ones
     * @param body a POM, or the part of one
     */
    @CellMagic("loadFromPOM")
    @Help(
            usage = "%%loadFromPOM [scope...]",
            text = "As %loadFromPOM, with the POM in the cell: a project, or only the <dependency>, <repository> and"
                    + " other elements that a README shows.",
            example =
                    "%%loadFromPOM\n<dependency>\n  <groupId>org.apache.commons</groupId>\n  <artifactId>commons-math3</artifactId>\n  <version>3.6.1</version>\n</dependency>")
    public void loadFromPomText(List<String> scopes, String body) {
        String project = PomFragments.project(body);
        try {
            // Paths in the text, such as a parent's, are those of the notebook.
            Path pom = Files.createTempFile(Path.of("").toAbsolutePath(), ".cell", ".pom.xml");
            try {
                Files.writeString(pom, project);
                load(pom, scopes);
            } finally {
                Files.delete(pom);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the POM of the cell to a file", e);
        }
    }

    private void load(Path pom, List<String> scopes) {
        fetch.run(new Request(
                List.of(),
                Optional.of(pom),
                scopes.isEmpty() ? SCOPES : Set.copyOf(scopes),
                List.copyOf(repositories.values()),
                List.of(),
                mode(new Request.Mode(false, false, true)),
                settings));
    }

    private Request.Mode mode(Request.Mode asked) {
        return new Request.Mode(asked.offline() || offline, asked.fresh(), asked.transitive());
    }

    private void use(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no settings file at " + file.toAbsolutePath());
        }
        settings = new SettingsFiles(file.toAbsolutePath(), settings.global());
    }
}
