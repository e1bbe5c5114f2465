package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FigureHtmlTest {
    private static final Pattern URL = Pattern.compile("https?://(?!www\\.w3\\.org/)");

    @Test
    void htmlContainsTheImageAndNoUrl() {
        String html = FigureTest.losses().caption("a < b").html();
        assertTrue(html.contains("<img class=\"gd-still\" alt=\"Muon's loss\" src=\"data:image/png;base64,iVBOR"));
        assertFalse(URL.matcher(html).find());
        assertTrue(html.contains("a &lt; b"));
    }

    @Test
    void sameFigureHasTheSameHtml() {
        assertEquals(FigureTest.losses().html(), FigureTest.losses().html());
    }

    @Test
    void scriptIsClosedOnlyAtItsEnd() {
        String html =
                Figure.of("</script><b>").bars("x", List.of("</script>"), 1).html();
        assertEquals(html.lastIndexOf("</script>"), html.indexOf("</script>"), html);
    }

    @Test
    void figureOfTablesawIsDrawnWithoutImage() {
        String html = FigureHtml.of(FigureTest.losses().plotly());
        assertFalse(html.contains("<img"));
        assertTrue(html.contains("Lab.start()"));
        assertTrue(html.contains("Plotly.newPlot"));
    }

    @Test
    void bundleIsCompressedHidesDefineAndNamesNoUrl() {
        String html = Lab.start().html();
        assertTrue(html.length() < 4_000_000, "length " + html.length());
        assertTrue(html.contains("window.define = undefined"));
        assertFalse(URL.matcher(html).find());
    }
}
