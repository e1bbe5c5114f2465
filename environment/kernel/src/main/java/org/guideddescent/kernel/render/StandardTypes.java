package org.guideddescent.kernel.render;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.common.Text;
import io.github.spencerpark.jupyter.kernel.display.common.Url;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/** What the JDK's types show beside their plain text. */
final class StandardTypes {
    /** What a value is shown as when nobody asks for a type. */
    static final Set<MIMEType> PREFERRED = Set.of(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG);

    private static final Map<MIMEType, String> IMAGES =
            Map.of(MIMEType.IMAGE_PNG, "png", MIMEType.IMAGE_JPEG, "jpeg", MIMEType.IMAGE_GIF, "gif");

    private StandardTypes() {}

    /** Whether we show more of the value than what its class says with toString. */
    static boolean knows(Object value) {
        return value instanceof CharSequence
                || value instanceof RenderedImage
                || value instanceof URL
                || value instanceof Record
                || !PlainText.isToString(value);
    }

    /** Adds to the context's output what suits the value; nothing where its text says it all. */
    static void render(Object value, RenderContext context) {
        if (value instanceof RenderedImage image) {
            encoded(image, context);
        } else if (value instanceof InputStream stream) {
            image(stream).ifPresent(image -> encoded(image, context));
        } else if (value instanceof URL url) {
            link(url, context);
        } else if (value instanceof URLConnection connection) {
            link(connection.getURL(), context);
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(content -> content(content, context));
        } else if (!(value instanceof CharSequence)) {
            table(value, false, context);
        }
    }

    /** The same for types that somebody asks for: text is then taken to be of each of them, tables are always made. */
    static void renderAs(Object value, RenderContext context, String... types) {
        if (value == null) {
            return;
        }
        if (value instanceof CharSequence text) {
            for (String type : types) {
                source(text, type, context);
            }
        } else if (value instanceof Record || PlainText.isOurs(value)) {
            table(value, true, context);
        } else {
            render(value, context);
        }
    }

    private static void source(CharSequence text, String name, RenderContext context) {
        MIMEType type = MIMEType.parse(name);
        DisplayData out = context.getOutputContainer();
        if (!type.hasSubtype() || type.subtypeIsWildcard() || type.isWildcard()) {
            Text.renderCharSequence(text, context);
        } else if (type.equals(MIMEType.TEXT_PLAIN)) {
            out.putText(PlainText.of(text));
        } else if (!out.hasDataForType(type)) {
            boolean json = type.equals(MIMEType.APPLICATION_JSON) || name.endsWith("+json");
            out.putData(type, json ? parsed(text.toString()) : text.toString());
        }
    }

    /** Front ends want JSON as a tree; what is none stays text, which they show as such. */
    private static Object parsed(String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonParseException e) {
            return text;
        }
    }

    private static void table(Object value, boolean asked, RenderContext context) {
        if (!context.wantsDataRenderedAs(MIMEType.TEXT_HTML)
                || context.getOutputContainer().hasDataForType(MIMEType.TEXT_HTML)) {
            return;
        }
        PlainText.guarded(value, () -> Grids.of(value, asked).map(HtmlTable::of))
                .ifPresent(html -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> html));
    }

    /** What an Optional holds looks as it does outside; the text stays the Optional's own. */
    private static void content(Object content, RenderContext context) {
        DisplayData inner = context.getRenderer().render(content);
        for (MIMEType type : PREFERRED) {
            if (inner.hasDataForType(type)) {
                context.renderIfRequested(type, () -> inner.getData(type));
            }
        }
    }

    /** The base kernel's own encoding loses the last bytes of most images, because it never closes its stream. */
    private static void encoded(RenderedImage image, RenderContext context) {
        IMAGES.forEach((type, format) -> {
            if (context.wantsDataRenderedAs(type)) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                if (written(image, format, bytes)) {
                    String text = Base64.getEncoder().encodeToString(bytes.toByteArray());
                    context.renderIfRequested(type, () -> text);
                }
            }
        });
    }

    /** Whether the format can hold the image; JPEG cannot hold one that is transparent. */
    private static boolean written(RenderedImage image, String format, ByteArrayOutputStream bytes) {
        try {
            return ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode an image as " + format, e);
        }
    }

    /** As IJava has it, a stream of bytes is read as an image; standard input is not, since it would wait for a person. */
    private static Optional<RenderedImage> image(InputStream stream) {
        if (stream == System.in) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(ImageIO.read(stream));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read an image from " + stream, e);
        }
    }

    /** The base kernel's own link is a tag that never closes. Its parameter for embedding works as it did. */
    private static void link(URL url, RenderContext context) {
        if (context.getParameterAsBoolean(Url.EMBED_KEY, false)) {
            Url.renderUrl(url, context);
            return;
        }
        String address = Html.escape(url.toExternalForm());
        context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<a href=\"" + address + "\">" + address + "</a>");
    }
}
