package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import java.util.List;
import java.util.Map;

/** Cells that are not Java but something to show. */
public final class DisplayMagics {
    /** Makes the magics, which know nothing of each other. */
    public DisplayMagics() {}

    /**
     * {@return the cell as HTML}
     *
     * @param arguments {@code --isolated}, or none
     * @param body what is shown
     */
    @CellMagic
    @Help(
            usage = "%%html [--isolated]",
            text = "Shows the cell as HTML; --isolated in a frame of its own.",
            example = "%%html\n<b>bold</b>")
    public DisplayData html(List<String> arguments, String body) {
        DisplayData data = shown(MIMEType.TEXT_HTML, body);
        if (arguments.stream().anyMatch(a -> a.matches("-*isolated(=true)?"))) {
            data.putMetaData(MIMEType.TEXT_HTML, Map.of("isolated", true));
        }
        return data;
    }

    /**
     * {@return the cell as JavaScript, which the front end runs}
     *
     * @param none no arguments
     * @param body what is run
     */
    @CellMagic(aliases = "js")
    @Help(
            usage = "%%javascript, or %%js",
            text = "Runs the cell as JavaScript in the browser.",
            example = "%%js\nelement.append(\"from the browser\");")
    public DisplayData javascript(List<String> none, String body) {
        return shown(MIMEType.APPLICATION_JAVASCRIPT, body);
    }

    /**
     * {@return the cell as LaTeX}
     *
     * @param none no arguments
     * @param body what is shown
     */
    @CellMagic
    @Help(
            usage = "%%latex",
            text = "Shows the cell as LaTeX: mathematics between $ signs.",
            example = "%%latex\n$x^2 + y^2 = r^2$")
    public DisplayData latex(List<String> none, String body) {
        return shown(MIMEType.TEXT_LATEX, body);
    }

    /**
     * {@return the cell as Markdown}
     *
     * @param none no arguments
     * @param body what is shown
     */
    @CellMagic
    @Help(usage = "%%markdown", text = "Shows the cell as Markdown.", example = "%%markdown\n- a **list**")
    public DisplayData markdown(List<String> none, String body) {
        return shown(MIMEType.TEXT_MARKDOWN, body);
    }

    /**
     * {@return the cell as an SVG image}
     *
     * @param none no arguments
     * @param body what is shown
     */
    @CellMagic
    @Help(
            usage = "%%svg",
            text = "Shows the cell as a drawing in SVG.",
            example =
                    "%%svg\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\"><circle cx=\"20\" cy=\"20\" r=\"15\"/></svg>")
    public DisplayData svg(List<String> none, String body) {
        return shown(MIMEType.IMAGE_SVG, body);
    }

    /** With the source as text, for front ends that show nothing else. */
    private static DisplayData shown(MIMEType type, String body) {
        DisplayData data = new DisplayData(body);
        data.putData(type, body);
        return data;
    }
}
