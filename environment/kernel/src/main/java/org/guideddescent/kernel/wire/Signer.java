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
 * The HMAC over the four JSON parts of a message, in lower-case hexadecimal.
 *
 * @param key the secret of the connection; empty switches signing off
 * @param scheme as the connection file names it, such as hmac-sha256
 */
public record Signer(String key, String scheme) {
    private static final Set<String> SCHEMES =
            Set.of("hmac-sha256", "hmac-sha512", "hmac-sha384", "hmac-sha224", "hmac-sha1", "hmac-md5");

    /**
     * Refuses a scheme that is none of Jupyter's.
     *
     * @param key the secret of the connection; empty switches signing off
     * @param scheme as the connection file names it, such as hmac-sha256
     * @throws IllegalArgumentException if the scheme is none of Jupyter's; the message lists them
     */
    public Signer {
        if (!SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("no signature scheme " + scheme + "; have "
                    + String.join(", ", SCHEMES.stream().sorted().toList()));
        }
    }

    /**
     * Signs as Jupyter does unless told otherwise.
     *
     * @param key the secret of the connection; empty to sign nothing
     */
    public Signer(String key) {
        this(key, "hmac-sha256");
    }

    /**
     * {@return the signature of the four parts; empty where the key is}
     *
     * @param parts the frames of header, parent, metadata and content: not modified
     */
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

    /**
     * {@return whether a signature is that of the parts}
     *
     * @param signature as it came
     * @param parts the frames of header, parent, metadata and content: not modified
     */
    public boolean verifies(byte[] signature, List<byte[]> parts) {
        return MessageDigest.isEqual(sign(parts).getBytes(StandardCharsets.US_ASCII), signature);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "Signer[" + scheme + (key.isEmpty() ? ", off]" : "]");
    }
}
