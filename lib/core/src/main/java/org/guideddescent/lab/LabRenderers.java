package org.guideddescent.lab;

import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Arrays;
import org.guideddescent.kernel.spi.RenderExtension;
import org.guideddescent.optimizers.Listing;
import org.guideddescent.schedule.Schedule;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

/** How a kernel shows tables, arrays, schedules, the listing of optimizers, and figures made with Tablesaw. Found by the kernel; else call it by hand. */
public final class LabRenderers implements RenderExtension {
    /** Made by the kernel, which finds it as a service. */
    public LabRenderers() {}

    @Override
    public void register(Renderer renderer) {
        renderer.createRegistration(Table.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.TEXT_PLAIN)
                .register((table, context) -> {
                    context.renderIfRequested(MIMEType.TEXT_HTML, () -> Tables.html(table));
                    context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> table.print(20));
                });
        renderer.createRegistration(Listing.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.TEXT_PLAIN)
                .register((listing, context) -> {
                    context.renderIfRequested(MIMEType.TEXT_HTML, () -> ListingHtml.of(listing));
                    context.renderIfRequested(MIMEType.TEXT_PLAIN, listing::toString);
                });
        renderer.createRegistration(tech.tablesaw.plotly.components.Figure.class)
                .preferring(MIMEType.TEXT_HTML)
                .register((figure, context) -> context.renderIfRequested(
                        MIMEType.TEXT_HTML, () -> FigureHtml.of(figure) + PlotlyBundle.unlessShown()));
        renderer.createRegistration(Schedule.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.IMAGE_PNG, MIMEType.TEXT_PLAIN)
                .register((schedule, context) -> {
                    ScheduleFigures.of(schedule).render(context);
                    context.renderIfRequested(MIMEType.TEXT_PLAIN, schedule::toString);
                });
        renderer.createRegistration(INDArray.class)
                .preferring(MIMEType.TEXT_PLAIN)
                .supporting(MIMEType.IMAGE_PNG)
                .register((array, context) -> {
                    context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> ArrayText.of(array));
                    context.renderIfRequested(MIMEType.IMAGE_PNG, () -> Png.base64(Drawing.of(heatMap(array))));
                });
        warmUp();
    }

    /** For who asks for an image of a matrix or vector: {@code render(matrix, "image/png")}. */
    private static Figure heatMap(INDArray array) {
        return Images.heatMap(Arrays.toString(array.shape()), array);
    }

    /** Loads ND4J's native code beside the reading of the first cell. If that fails, the first use of an array says why. */
    private static void warmUp() {
        var thread = new Thread(() -> Nd4j.create(1), "nd4j-warm-up");
        thread.setUncaughtExceptionHandler((t, e) -> {});
        thread.setDaemon(true);
        thread.start();
    }
}
