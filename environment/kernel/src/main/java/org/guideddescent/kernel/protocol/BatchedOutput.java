package org.guideddescent.kernel.protocol;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Text that cells print, collected and handed on in batches: one message per println makes a front end crawl. */
final class BatchedOutput extends OutputStream {
    private static final int FULL = 1 << 16;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final Consumer<String> sink;
    private byte[] waiting = new byte[1024];
    private int length;

    BatchedOutput(Consumer<String> sink) {
        this.sink = sink;
    }

    PrintStream printer() {
        // No autoflush: the batches below decide.
        return new PrintStream(this, false, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) {
        // In pieces, because one message of a gigabyte serves nobody.
        int end = offset + count;
        for (int from = offset; from < end; from += FULL) {
            append(bytes, from, Math.min(FULL, end - from));
        }
    }

    private void append(byte[] bytes, int offset, int count) {
        if (length + count > waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.max(2 * waiting.length, length + count));
        }
        System.arraycopy(bytes, offset, waiting, length, count);
        length += count;
        if (length > FULL) {
            publish();
        }
    }

    /** Hands on what waits; a character whose last bytes are still to come stays. */
    synchronized void publish() {
        if (length == 0) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(waiting, 0, length);
        CharBuffer out = CharBuffer.allocate(length);
        decoder.reset();
        decoder.decode(in, out, false);
        int left = in.remaining();
        System.arraycopy(waiting, in.position(), waiting, 0, left);
        length = left;
        String text = out.flip().toString();
        if (!text.isEmpty()) {
            sink.accept(text);
        }
    }
}
