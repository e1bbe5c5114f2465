package org.guideddescent.kernel.render;

/** Text inside HTML. */
public final class Html {
    private Html() {}

    /**
     * {@return the text with the characters that mean something in HTML replaced}
     *
     * @param text of any characters
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
