package org.guideddescent.kernel.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** System.in of cells: asks the front end for a line whenever it runs dry. */
final class LineInput extends InputStream {
    /** Asks the user; blocks; IOException where nobody may be asked. */
    @FunctionalInterface
    interface Asking {
        String line() throws IOException, InterruptedException;
    }

    private final Asking asking;
    private final Runnable before;
    private byte[] line = {};
    private int at;

    /** before: runs ahead of each question, so that a printed prompt is visible. */
    LineInput(Asking asking, Runnable before) {
        this.asking = asking;
        this.before = before;
    }

    @Override
    public synchronized int read() throws IOException {
        fill();
        return line[at++] & 0xff;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (count == 0) {
            return 0;
        }
        fill();
        int taken = Math.min(count, line.length - at);
        System.arraycopy(line, at, target, offset, taken);
        at += taken;
        return taken;
    }

    @Override
    public synchronized int available() {
        return line.length - at;
    }

    private void fill() throws IOException {
        if (at < line.length) {
            return;
        }
        before.run();
        try {
            line = (asking.line() + "\n").getBytes(StandardCharsets.UTF_8);
            at = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("input was interrupted");
        }
    }
}
