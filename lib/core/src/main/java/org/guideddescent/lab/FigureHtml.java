package org.guideddescent.lab;

import java.awt.image.BufferedImage;

/**
 * A figure as HTML that needs no network and no trust.
 *
 * <p>An image shows at once and in any viewer, because front ends keep it when they strip scripts. Where scripts run, a
 * script queues the interactive drawing: it replaces the image when {@link PlotlyBundle} has loaded, whether that happened
 * before this output or happens later. If drawing fails the image stays.
 */
public final class FigureHtml {
    /** Draws what waits. Tablesaw cannot set the color scale of a heat map; the static drawing uses Viridis too. */
    static final String DRAIN = """
            function gdDrain() {
              var waiting = window.guidedDescentFigures || [];
              while (window.Plotly && waiting.length > 0) {
                try { waiting.shift()(); } catch (e) { console.warn('a figure stays an image:', e); }
              }
            }
            """;

    private static final String SCRIPT = """
            <script>(function () {
              {drain}function gdDraw(root) {
                var target = root.querySelector('.gd-plot'), image = root.querySelector('.gd-still');
                var document = {getElementById: function () { return target; }};
                var Plotly = Object.assign({}, window.Plotly, {newPlot: function (element, data, layout, config) {
                  data.forEach(function (t) { if (t.type === 'heatmap' && !t.colorscale) t.colorscale = 'Viridis'; });
                  return window.Plotly.newPlot(element, data, layout, Object.assign({displaylogo: false}, config));
                }});
                {code}
                if (image) image.style.display = 'none';
                root.classList.add('gd-drawn');
              }
              (window.guidedDescentFigures = window.guidedDescentFigures || []).push(function () {
                document.querySelectorAll('.{id}:not(.gd-drawn)').forEach(gdDraw);
              });
              setTimeout(gdDrain, 0);
            })();</script>
            """;

    private FigureHtml() {}

    /** Our figure, with its image; tiles stay an image, since nothing would be gained. */
    static String of(Figure figure) {
        BufferedImage image = Drawing.of(figure);
        String alt = escape(figure.title());
        boolean tiles = figure.series().stream().anyMatch(Series.Tile.class::isInstance);
        String img = "<img class=\"gd-still\" alt=\"" + alt + "\" src=\"" + Png.dataUri(image) + "\"/>";
        String caption = figure.said().isEmpty() ? "" : "<p><em>" + escape(figure.said()) + "</em></p>";
        if (tiles) return "<div>" + img + caption + "</div>";
        return wrap(figure.plotly(), img, caption);
    }

    /** Our frames: the image shows some of them, the slider all. */
    static String of(AnimatedFigure figure) {
        String alt = escape(figure.title());
        String img = "<img class=\"gd-still\" alt=\"" + alt + "\" src=\"" + Png.dataUri(figure.frames()) + "\"/>";
        return wrap(figure.plotly(), img, "<p><em>" + escape(figure.caption()) + "</em></p>");
    }

    /**
     * {@return a figure made with Tablesaw as HTML; it has no image, so a line of text stands in until Plotly has loaded}
     *
     * @param figure as Tablesaw builds it
     */
    public static String of(tech.tablesaw.plotly.components.Figure figure) {
        String instead =
                "<p class=\"gd-still\">An interactive figure: it shows in a trusted notebook; else run its cell again after Lab.start().</p>";
        return wrap(figure, instead, "");
    }

    private static String wrap(tech.tablesaw.plotly.components.Figure figure, String img, String caption) {
        String code =
                figure.asJavascript("gd").replaceFirst("^\\s*<script>", "").replaceFirst("</script>\\s*$", "");
        // The same content has the same id, so that a notebook run twice has the same text.
        String id = "gd-" + Integer.toHexString(code.hashCode());
        return "<div class=\"" + id + "\">" + img + "<div class=\"gd-plot\"></div>" + caption + "</div>\n"
                + SCRIPT.replace("{drain}", DRAIN).replace("{id}", id).replace("{code}", code.replace("</", "<\\/"));
    }

    /** text with the characters that mean something in HTML replaced. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
