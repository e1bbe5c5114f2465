package org.guideddescent.kernel.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
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

    @Test
    void anExtensionFoundLaterJoinsTheRendererThatUsersHold() throws IOException {
        Path later = Files.createDirectories(folder.resolve("later/META-INF/services"));
        Files.write(later.resolve(RenderExtension.class.getName()), List.of(Counting.class.getName()));
        try (Growing loader = new Growing(getClass().getClassLoader())) {
            Rendering rendering = new Rendering();
            rendering.loadExtensions(loader);
            rendering
                    .renderer()
                    .createRegistration(Other.class)
                    .preferring(MIMEType.TEXT_MARKDOWN)
                    .register((other, context) ->
                            context.renderIfRequested(MIMEType.TEXT_MARKDOWN, () -> "*the user's*"));
            assertEquals(null, rendering.render(new Point(1, 2)).getData(MIMEType.TEXT_HTML));
            int before = Counting.CALLS.get();
            loader.addURL(folder.resolve("later").toUri().toURL());
            rendering.classPathGrew();
            assertEquals("<i>library</i>", rendering.render(new Point(1, 2)).getData(MIMEType.TEXT_HTML));
            rendering.classPathGrew();
            DisplayData other = rendering.render(new Other());
            assertEquals("*the user's*", other.getData(MIMEType.TEXT_MARKDOWN));
            assertEquals(null, other.getData(MIMEType.TEXT_HTML), "the user's registration stands alone");
            assertEquals(before + 1, Counting.CALLS.get());
        }
    }

    static final class Other {}

    private static final class Growing extends URLClassLoader {
        Growing(ClassLoader parent) {
            super(new URL[0], parent);
        }

        @Override
        public void addURL(URL url) {
            super.addURL(url);
        }
    }

    public static final class Counting implements RenderExtension {
        static final AtomicInteger CALLS = new AtomicInteger();

        @Override
        public void register(Renderer renderer) {
            CALLS.incrementAndGet();
            renderer.createRegistration(Point.class)
                    .preferring(MIMEType.TEXT_HTML)
                    .register(
                            (point, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>library</i>"));
            renderer.createRegistration(Other.class)
                    .preferring(MIMEType.TEXT_HTML)
                    .register(
                            (other, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>library</i>"));
        }
    }

    @Test
    void textIsOfAnyTypeThatIsAskedFor() {
        Rendering rendering = new Rendering();
        for (String type : List.of(
                "text/html",
                "text/latex",
                "text/markdown",
                "application/javascript",
                "image/svg+xml",
                "text/css",
                "text/vnd.mermaid")) {
            DisplayData data = rendering.render("<b>$x^2$</b>", type);
            assertEquals("<b>$x^2$</b>", data.getData(MIMEType.parse(type)), type);
            assertEquals("<b>$x^2$</b>", data.getData(MIMEType.TEXT_PLAIN));
        }
        DisplayData json = rendering.render("{\"a\": [1]}", "application/json");
        assertEquals("{\"a\":[1]}", json.getData(MIMEType.APPLICATION_JSON).toString());
        assertTrue(json.getData(MIMEType.APPLICATION_JSON) instanceof JsonObject);
        assertEquals(
                "x",
                rendering.render(CharBuffer.wrap("x"), "text/html").getData(MIMEType.TEXT_HTML),
                "any character sequence");
    }

    @Test
    void imagesAreShownAlsoInsideAnOptionalAndAsBytes() throws IOException {
        Rendering rendering = new Rendering();
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        String expected = Base64.getEncoder().encodeToString(bytes.toByteArray());
        assertEquals(expected, rendering.render(image).getData(MIMEType.IMAGE_PNG));
        assertEquals(expected, rendering.render(Optional.of(image)).getData(MIMEType.IMAGE_PNG));
        InputStream stream = new ByteArrayInputStream(bytes.toByteArray());
        assertEquals(expected, rendering.render(stream).getData(MIMEType.IMAGE_PNG));
        assertTrue(
                rendering.render(image, "image/jpeg").getData(MIMEType.IMAGE_JPEG) instanceof String, "when asked for");
        DisplayData noImage = rendering.render(new ByteArrayInputStream(new byte[] {1, 2}));
        assertEquals(null, noImage.getData(MIMEType.IMAGE_PNG));
        assertEquals(null, rendering.render(System.in).getData(MIMEType.IMAGE_PNG));
    }

    @Test
    void nullNumbersAndLinksHaveTheirText() throws IOException {
        Rendering rendering = new Rendering();
        assertEquals("null", rendering.render(null).getData(MIMEType.TEXT_PLAIN));
        assertEquals("null", rendering.render(null, "text/html").getData(MIMEType.TEXT_PLAIN));
        URL url = new URL("http://127.0.0.1/?a=1&b=<2>");
        assertEquals(
                "<a href=\"http://127.0.0.1/?a=1&amp;b=&lt;2&gt;\">http://127.0.0.1/?a=1&amp;b=&lt;2&gt;</a>",
                rendering.render(url).getData(MIMEType.TEXT_HTML));
    }

    @Test
    void aUsersRegistrationComesBeforeOursAndTheNewestBeforeTheOlder() {
        Rendering rendering = new Rendering();
        List<Point> points = List.of(new Point(1, 2));
        assertTrue(
                rendering.render(points).getData(MIMEType.TEXT_HTML).toString().startsWith("<table>"));
        for (String text : List.of("old", "new")) {
            rendering
                    .renderer()
                    .createRegistration(List.class)
                    .preferring(MIMEType.TEXT_HTML)
                    .register((list, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> text));
        }
        assertEquals("new", rendering.render(points).getData(MIMEType.TEXT_HTML));
        assertEquals("new", rendering.render(points, "text/html").getData(MIMEType.TEXT_HTML));
        assertEquals("[Point[x=1, y=2]]", rendering.render(points).getData(MIMEType.TEXT_PLAIN));
    }

    @Test
    void aRegistrationForEveryObjectSparesWhatWeKnowBetter() {
        Rendering rendering = new Rendering();
        rendering
                .renderer()
                .createRegistration(Object.class)
                .preferring(MIMEType.TEXT_HTML)
                .register((any, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "any"));
        assertEquals("any", rendering.render(new Other()).getData(MIMEType.TEXT_HTML));
        assertEquals(null, rendering.render("text").getData(MIMEType.TEXT_HTML));
    }

    public record Broken(int a) {
        @Override
        public int a() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public String toString() {
            return "Broken[" + a() + "]";
        }
    }

    @Test
    void aBrokenValueIsASentenceAndNoTable() {
        DisplayData data = new Rendering().render(List.of(new Broken(1)));
        assertEquals(null, data.getData(MIMEType.TEXT_HTML));
        assertTrue(data.getData(MIMEType.TEXT_PLAIN).toString().contains("on purpose"), data::toString);
    }

    @Test
    void manyThreadsRenderAndRegisterAtOnce() throws InterruptedException {
        Rendering rendering = new Rendering();
        AtomicInteger right = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    rendering.renderer().createRegistration(Other.class).register((other, context) -> {});
                    boolean good = "[1]".equals(rendering.render(List.of(1)).getData(MIMEType.TEXT_PLAIN))
                            && rendering.render(new Other()).hasDataForType(MIMEType.TEXT_PLAIN);
                    right.addAndGet(good ? 1 : 0);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(4000, right.get());
    }
}
