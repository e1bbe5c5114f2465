package org.guideddescent.lab;

import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.guideddescent.lab.plotly.Slider;
import tech.tablesaw.plotly.event.EventHandler;
import tech.tablesaw.plotly.traces.Trace;

/**
 * Figures of one kind that follow each other, such as a spectrum over the steps of a run: a slider and buttons where scripts
 * run, and up to four of them side by side as an image. All share their axes.
 *
 * <pre>{@code
 * AnimatedFigure.of("step", List.of(1, 10, 100), t -> Figure.of("Spectrum").yLogAxis("eigenvalue").line("Adam", spectrum(t)))
 * }</pre>
 *
 * @param label what the frames are numbered by
 * @param names of the frames, in order
 * @param figures one for each name, with the same number of series
 */
public record AnimatedFigure(String label, List<String> names, List<Figure> figures) implements DisplayDataRenderable {
    private static final int TITLE = 30;
    private static final int SLIDER = 90;

    /**
     * Refuses figures that cannot follow each other, and gives all the same axes.
     *
     * @param label what the frames are numbered by
     * @param names of the frames, in order
     * @param figures one for each name, with the same number of series
     * @throws IllegalArgumentException if there is no frame, or they differ in what they draw
     */
    public AnimatedFigure {
        names = List.copyOf(names);
        if (names.isEmpty()) throw new IllegalArgumentException("an animation over '" + label + "' has no frames");
        if (names.size() != figures.size()) {
            throw new IllegalArgumentException("an animation needs one name for each figure, got " + names.size()
                    + " names and " + figures.size() + " figures");
        }
        for (Figure figure : figures) {
            int n = figures.get(0).series().size();
            if (figure.series().isEmpty() || figure.series().size() != n) {
                throw new IllegalArgumentException(
                        "all frames need the same number of series and at least one, but the first has "
                                + n + " and another " + figure.series().size()
                                + "; give a line with no points where there is nothing to draw");
            }
            if (figure.series().get(0) instanceof Series.Tile)
                throw new IllegalArgumentException("tiles are an image and have no frames; animate a heat map");
        }
        figures = sharingAxes(figures);
    }

    /**
     * A frame for each value.
     *
     * @param label what the frames are numbered by, such as "step"
     * @param values named by their text; all different
     * @param frame the figure of a value; title, axes, size and caption of the first one count
     * @param <T> of the values
     * @return the frames
     */
    public static <T> AnimatedFigure of(String label, List<T> values, Function<? super T, Figure> frame) {
        return new AnimatedFigure(
                label,
                values.stream().map(String::valueOf).toList(),
                values.stream().<Figure>map(frame).toList());
    }

    private static List<Figure> sharingAxes(List<Figure> figures) {
        Figure first = figures.get(0);
        if (Figure.Kind.of(first.series().get(0)) != Figure.Kind.CURVES) return List.copyOf(figures);
        List<Series> all = figures.stream().flatMap(f -> f.series().stream()).toList();
        Axis x = first.x().isRanged() ? first.x() : Bounds.withMargin(first.x(), Bounds.shown(first.x(), all, true));
        Axis y = first.y().isRanged() ? first.y() : Bounds.withMargin(first.y(), Bounds.shown(first.y(), all, false));
        return figures.stream().map(f -> f.axes(x, y)).toList();
    }

    /**
     * The title of the first frame.
     *
     * @return the title
     */
    public String title() {
        return figures.get(0).title();
    }

    /**
     * The caption of the first frame, and which frames an image shows.
     *
     * @return the caption
     */
    public String caption() {
        String which = String.join(", ", shown().stream().map(names::get).toList());
        String all = shown().size() == names.size() ? "" : " of " + names.size();
        return (figures.get(0).said() + " As an image: " + label + " " + which + all + ".").strip();
    }

    /**
     * The first frame as a figure of Tablesaw, with a slider over all.
     *
     * @return a figure that can be extended
     */
    public tech.tablesaw.plotly.components.Figure plotly() {
        List<Slider.Frame> frames = IntStream.range(0, names.size())
                .mapToObj(i -> new Slider.Frame(names.get(i), traces(figures.get(i))))
                .toList();
        Figure first = figures.get(0);
        var drawn = first.size(first.width(), first.height() + SLIDER).plotly();
        List<EventHandler> handlers = new ArrayList<>(Arrays.asList(drawn.getEventHandlers()));
        handlers.add(new Slider(label, frames));
        drawn.setEventHandlers(handlers.toArray(EventHandler[]::new));
        return drawn;
    }

    private static List<Trace> traces(Figure figure) {
        return Arrays.asList(figure.plotly().getTraces());
    }

    /** The first frame, the last, and two between them; all if there are no more than four. */
    private List<Integer> shown() {
        int last = names.size() - 1;
        return IntStream.rangeClosed(0, 3)
                .map(i -> Math.round(i * last / 3f))
                .distinct()
                .boxed()
                .toList();
    }

    /** Up to four frames in two columns under the title, without the caption. */
    BufferedImage frames() {
        Figure first = figures.get(0);
        List<Integer> shown = shown();
        int columns = Math.min(2, shown.size());
        int rows = (shown.size() + 1) / 2;
        int width = Math.max(100, first.width() / columns);
        int height = Math.max(100, first.height() * 2 / 3);
        var image = new BufferedImage(columns * width, TITLE + rows * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Drawing.pen(image);
        g.setFont(Drawing.FONT.deriveFont(Font.BOLD, 15f));
        g.drawString(title(), (image.getWidth() - g.getFontMetrics().stringWidth(title())) / 2, 21);
        for (int i = 0; i < shown.size(); i++) {
            int at = shown.get(i);
            Figure small = figures.get(at).size(width, height).title(label + " " + names.get(at));
            g.drawImage(Drawing.of(small), i % 2 * width, TITLE + i / 2 * height, null);
        }
        g.dispose();
        return image;
    }

    /**
     * Up to four frames side by side, caption included.
     *
     * @return the bytes of a PNG
     */
    public byte[] png() {
        return Png.encode(Drawing.withCaption(frames(), caption()));
    }

    /**
     * The frames as HTML that needs no network: the image, which the slider replaces where scripts run.
     *
     * @return a fragment of a page
     */
    public String html() {
        return FigureHtml.of(this);
    }

    @Override
    public Set<MIMEType> getSupportedRenderTypes() {
        return Set.of(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG);
    }

    @Override
    public void render(RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, this::html);
        context.renderIfRequested(MIMEType.IMAGE_PNG, () -> Base64.getEncoder().encodeToString(png()));
    }

    @Override
    public String toString() {
        return "AnimatedFigure[" + title() + ", " + label + " " + names + "]";
    }
}
