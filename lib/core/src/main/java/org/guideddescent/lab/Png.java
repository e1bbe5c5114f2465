package org.guideddescent.lab;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Images as bytes. */
final class Png {
    private Png() {}

    static byte[] encode(BufferedImage image) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("an image of " + image.getWidth() + " × " + image.getHeight(), e);
        }
        return bytes.toByteArray();
    }

    static String dataUri(BufferedImage image) {
        return "data:image/png;base64," + base64(image);
    }

    /** As messages carry it. */
    static String base64(BufferedImage image) {
        return Base64.getEncoder().encodeToString(encode(image));
    }
}
