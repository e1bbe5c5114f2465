package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.guideddescent.kernel.spi.RenderExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingTest {
    @TempDir
    Path folder;

    record Point(int x, int y) {}

    public static final class Failing implements RenderExtension {
        @Override
        public void register(Renderer renderer) {
            throw new IllegalStateException("broken on purpose");
        }
    }

    public static final class Points implements RenderExtension {
        @Override
        public void register(Renderer renderer) {
            renderer.createRegistration(Point.class)
                    .preferring(MIMEType.TEXT_HTML)
                    .register((point, context) -> context.renderIfRequested(
                            MIMEType.TEXT_HTML, () -> "<b>" + point.x() + "," + point.y() + "</b>"));
        }
    }

    @Test
    void findsExtensionsAndSkipsThoseThatFailOrAreMissing() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(
                services.resolve(RenderExtension.class.getName()),
                List.of("no.such.Extension", Failing.class.getName(), Points.class.getName()));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Rendering rendering = new Rendering();
            rendering.loadExtensions(loader);
            assertEquals("<b>1,2</b>", rendering.render(new Point(1, 2)).getData(MIMEType.TEXT_HTML));
            assertEquals("3", rendering.render(3).getData(MIMEType.TEXT_PLAIN));
        }
    }
}
