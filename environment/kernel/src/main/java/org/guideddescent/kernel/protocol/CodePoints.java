package org.guideddescent.kernel.protocol;

/** Cursor positions: the protocol counts code points, Java counts UTF-16 units. */
final class CodePoints {
    private CodePoints() {}

    static int toIndex(String code, int codePoints) {
        int total = code.codePointCount(0, code.length());
        return code.offsetByCodePoints(0, Math.max(0, Math.min(codePoints, total)));
    }

    static int fromIndex(String code, int index) {
        return code.codePointCount(0, index);
    }
}
