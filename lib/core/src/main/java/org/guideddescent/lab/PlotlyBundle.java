package org.guideddescent.lab;

import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;

/**
 * plotly.js inside one output: 3.2 MB of compressed text in place of 10.8 MB, unpacked by the browser. Emitted twice it
 * loads once.
 */
public final class PlotlyBundle implements DisplayDataRenderable {
    private static final String FOLDER = "/META-INF/resources/webjars/plotly.js-dist/";
    private static final String VERSION = "/META-INF/maven/org.webjars.npm/plotly.js-dist/pom.properties";

    // A loader of modules (RequireJS in Notebook and exported pages) would swallow Plotly: hide define while it runs.
    private static final String SCRIPT = """
            <script>(function () {
              {drain}if (window.Plotly || window.guidedDescentLoading) { gdDrain(); return; }
              if (typeof DecompressionStream === 'undefined') return;
              window.guidedDescentLoading = true;
              var packed = Uint8Array.from(atob('{packed}'), function (c) { return c.charCodeAt(0); });
              var unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
              new Response(unpacked).text().then(function (code) {
                var define = window.define, script = document.createElement('script');
                window.define = undefined;
                try { script.text = code; document.head.appendChild(script); } finally { window.define = define; }
                gdDrain();
              }).finally(function () { window.guidedDescentLoading = false; });
            })();</script>
            """;

    /** Set to {@code page} where the pages of a book bring plotly.js themselves: 4 MB that no output needs then. */
    private static final String VARIABLE = "GUIDED_DESCENT_PLOTLY";

    /** Whether an output of this process has it already; a page keeps what it has loaded. */
    static final AtomicBoolean SHOWN = new AtomicBoolean();

    /** Makes the bundle, which reads plotly.js when it is shown. */
    public PlotlyBundle() {}

    /** {@return the HTML of the bundle} */
    public String html() {
        return html("page".equals(System.getenv(VARIABLE)));
    }

    static String html(boolean pageBringsIt) {
        SHOWN.set(true);
        return "<div>Figures are interactive.</div>" + (pageBringsIt ? "" : script());
    }

    /** The bundle for a figure that brings it along; empty where an earlier output had it. */
    static String unlessShown() {
        return SHOWN.get() ? "" : script();
    }

    private static String script() {
        SHOWN.set(true);
        return SCRIPT.replace("{drain}", FigureHtml.DRAIN).replace("{packed}", packed());
    }

    @Override
    public Set<MIMEType> getSupportedRenderTypes() {
        return Set.of(MIMEType.TEXT_HTML);
    }

    @Override
    public void render(RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, this::html);
    }

    @Override
    public String toString() {
        return "Figures are interactive.";
    }

    private static String packed() {
        try (InputStream version = open(VERSION)) {
            var properties = new Properties();
            properties.load(version);
            var bytes = new ByteArrayOutputStream();
            try (InputStream code = open(FOLDER + properties.getProperty("version") + "/plotly.js");
                    var zip = new GZIPOutputStream(bytes)) {
                code.transferTo(zip);
            }
            return new String(Base64.getEncoder().encode(bytes.toByteArray()), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("plotly.js in " + FOLDER, e);
        }
    }

    private static InputStream open(String path) {
        InputStream stream = PlotlyBundle.class.getResourceAsStream(path);
        if (stream == null) {
            throw new IllegalStateException("the class path has no " + path + "; add org.webjars.npm:plotly.js-dist");
        }
        return stream;
    }
}
