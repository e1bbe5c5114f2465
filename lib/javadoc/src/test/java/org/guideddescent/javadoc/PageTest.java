package org.guideddescent.javadoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PageTest {
    private static String finished(String body) {
        return Page.of("<html><head></head><body>" + body + "</body></html>", "../")
                .html();
    }

    @Test
    void cellsThatBeganInOneColumnStillDo() {
        String page = finished("<pre>\n  a = 1     b = 2\n  c = 3     d = 4\n</pre>");
        assertEquals(4, page.split("<td colspan=\"1\">", -1).length - 1, page);
        assertTrue(page.contains("data-tex=\"b=2\""), page);
        assertTrue(page.contains(">b = 2</span>"), page);
    }

    @Test
    void theWayToTheScriptIsThatOfThePage() {
        assertTrue(finished("<pre> a = 1 </pre>").contains("src=\"../katex/katex.min.js\""));
        assertFalse(finished("<p>a = 1</p>").contains("katex"));
    }

    @Test
    void codeStaysCode() {
        String code = "<pre><code> var a = 1; </code></pre>";
        assertTrue(finished(code).contains(code));
        String statements = "<pre>\n  var a = 1;\n</pre>";
        assertTrue(finished(statements).contains(statements));
        String values = "<pre>  [0, 1, … 9,980 more …]     {a=1, b=2}  </pre>";
        assertTrue(finished(values).contains(values));
    }

    @Test
    void papersAreLinks() {
        assertTrue(finished("Chen, arXiv:2302.06675.")
                .contains(
                        "<a href=\"https://arxiv.org/abs/2302.06675\" class=\"external-link\">arXiv:2302.06675</a>."));
        assertTrue(finished("arXiv:math-ph/0609050;").contains("https://arxiv.org/abs/math-ph/0609050\""));
        assertTrue(finished("arXiv:2507.11005v3)").contains("https://arxiv.org/abs/2507.11005v3\""));
        assertTrue(finished("see doi:10.1000/xyz.12.")
                .contains(
                        "<a href=\"https://doi.org/10.1000/xyz.12\" class=\"external-link\">doi:10.1000/xyz.12</a>."));
    }

    @Test
    void linksAndCodeGetNoLinkInside() {
        String linked = "<a href=\"x\">arXiv:2302.06675</a> <code>arXiv:2302.06675</code>";
        assertTrue(finished(linked).contains(linked));
    }
}
