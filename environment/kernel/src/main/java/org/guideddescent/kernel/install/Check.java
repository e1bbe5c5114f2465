package org.guideddescent.kernel.install;

/** One thing the doctor looked at. sentence: what was found, or what is wrong and the cure. */
record Check(String name, boolean ok, String sentence) {
    static Check fine(String name, String sentence) {
        return new Check(name, true, sentence);
    }

    static Check wrong(String name, String sentence) {
        return new Check(name, false, sentence);
    }

    String line() {
        return String.format("%-6s %-11s %s", ok ? "ok" : "WRONG", name, sentence);
    }
}
