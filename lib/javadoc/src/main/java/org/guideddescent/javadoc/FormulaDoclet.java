package org.guideddescent.javadoc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.lang.model.SourceVersion;
import javax.tools.Diagnostic;
import jdk.javadoc.doclet.Doclet;
import jdk.javadoc.doclet.DocletEnvironment;
import jdk.javadoc.doclet.Reporter;
import jdk.javadoc.doclet.StandardDoclet;

/**
 * The standard doclet, after which {@link Site} typesets the formulas of the pages that it wrote and links their papers.
 *
 * <p>A formula is a preformatted block of a comment that is not code. Comments stay as they are in the source.
 */
public final class FormulaDoclet implements Doclet {
    private final Doclet standard = new StandardDoclet();
    private final AtomicReference<Path> folder = new AtomicReference<>(Path.of("."));
    private final AtomicReference<Reporter> reporter = new AtomicReference<>();

    /** The doclet as the javadoc tool makes it. */
    public FormulaDoclet() {}

    @Override
    public void init(Locale locale, Reporter reporter) {
        standard.init(locale, reporter);
        this.reporter.set(reporter);
    }

    @Override
    public String getName() {
        return "Formula";
    }

    @Override
    public Set<? extends Option> getSupportedOptions() {
        var options = new LinkedHashSet<Option>();
        for (Option option : standard.getSupportedOptions()) {
            options.add(option.getNames().contains("-d") ? new Folder(option) : option);
        }
        return options;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return standard.getSupportedSourceVersion();
    }

    @Override
    public boolean run(DocletEnvironment environment) {
        if (!standard.run(environment)) {
            return false;
        }
        try {
            new Site(folder.get()).finish();
            return true;
        } catch (IOException | UncheckedIOException e) {
            reporter.get().print(Diagnostic.Kind.ERROR, "cannot finish the pages in " + folder.get() + ": " + e);
            return false;
        }
    }

    /** The option -d of the standard doclet, which tells us too where the pages go. */
    private final class Folder implements Option {
        private final Option option;

        Folder(Option option) {
            this.option = option;
        }

        @Override
        public boolean process(String name, List<String> arguments) {
            folder.set(Path.of(arguments.get(0)));
            return option.process(name, arguments);
        }

        @Override
        public int getArgumentCount() {
            return option.getArgumentCount();
        }

        @Override
        public String getDescription() {
            return option.getDescription();
        }

        @Override
        public Kind getKind() {
            return option.getKind();
        }

        @Override
        public List<String> getNames() {
            return option.getNames();
        }

        @Override
        public String getParameters() {
            return option.getParameters();
        }
    }
}
