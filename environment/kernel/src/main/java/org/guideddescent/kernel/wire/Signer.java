package org.guideddescent.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over the four JSON parts of a message, in lower-case hexadecimal. An empty key switches signing off. */
public record Signer(String key) {

    public String sign(List<byte[]> parts) {
        if (key.isEmpty()) {
            return "";
        }
        try {
            // A Mac is not thread-safe and creating one is cheap next to a socket write.
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }

    /** Compares in constant time, so that a signature cannot be guessed byte by byte. */
    public boolean verifies(byte[] signature, List<byte[]> parts) {
        return MessageDigest.isEqual(sign(parts).getBytes(StandardCharsets.US_ASCII), signature);
    }
}
