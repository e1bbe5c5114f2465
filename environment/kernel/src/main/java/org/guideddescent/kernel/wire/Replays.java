package org.guideddescent.kernel.wire;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signatures of the latest verified messages of all channels: who has no key can still send again what was seen on
 * the wire. As many are kept as ipykernel keeps, about 6 MB.
 */
public final class Replays {
    private static final int KEPT = 1 << 16;

    /** Half of a digest is enough to tell messages apart. */
    private record Mark(long high, long low) {}

    private final Map<Mark, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Mark, Boolean> eldest) {
            return size() > KEPT;
        }
    };

    /** Begins with no signature seen. */
    public Replays() {}

    /** Whether this signature comes for the first time; an empty one, of a connection without a key, always does. */
    synchronized boolean fresh(byte[] signature) {
        return signature.length == 0 || seen.put(mark(signature), true) == null;
    }

    private static Mark mark(byte[] signature) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(signature));
            return new Mark(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
