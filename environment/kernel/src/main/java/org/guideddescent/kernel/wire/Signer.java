package org.guideddescent.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The HMAC over the four JSON parts of a message, in lower-case hexadecimal. scheme: as the connection file names it, such
 * as hmac-sha256. An empty key switches signing off.
 */
public record Signer(String key, String scheme) {
    private static final Set<String> SCHEMES =
            Set.of("hmac-sha256", "hmac-sha512", "hmac-sha384", "hmac-sha224", "hmac-sha1", "hmac-md5");

    public Signer {
        if (!SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("no signature scheme " + scheme + "; have "
                    + String.join(", ", SCHEMES.stream().sorted().toList()));
        }
    }

    /** Signs as Jupyter does unless told otherwise. */
    public Signer(String key) {
        this(key, "hmac-sha256");
    }

    public String sign(List<byte[]> parts) {
        if (key.isEmpty()) {
            return "";
        }
        String algorithm = "Hmac" + scheme.substring("hmac-".length()).toUpperCase(Locale.ROOT);
        try {
            // A Mac is not thread-safe and creating one is cheap next to a socket write.
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + algorithm, e);
        }
    }

    /** Compares in constant time, so that a signature cannot be guessed byte by byte. */
    public boolean verifies(byte[] signature, List<byte[]> parts) {
        return MessageDigest.isEqual(sign(parts).getBytes(StandardCharsets.US_ASCII), signature);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "Signer[" + scheme + (key.isEmpty() ? ", off]" : "]");
    }
}
