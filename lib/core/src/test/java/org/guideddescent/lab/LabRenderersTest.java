package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.guideddescent.kernel.spi.RenderExtension;
import org.guideddescent.optimizers.Optimizers;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class LabRenderersTest {
    private static DisplayData render(Object value) {
        var renderer = new Renderer();
        ServiceLoader.load(RenderExtension.class).forEach(extension -> extension.register(renderer));
        return renderer.render(value);
    }

    @Test
    void serviceLoaderFindsTheRenderers() {
        assertTrue(ServiceLoader.load(RenderExtension.class).stream()
                .anyMatch(provider -> provider.type() == LabRenderers.class));
    }

    @Test
    void tableIsHtml() {
        DisplayData data = render(Table.create("t", IntColumn.create("n", 1, 2)));
        assertTrue(((String) data.getData(MIMEType.TEXT_HTML)).contains("2 rows × 1 column"));
    }

    @Test
    void theListingOfOptimizersIsATableWithAHeadingForEachFamily() {
        String html = html(Optimizers.list());
        assertTrue(html.contains("<code>adamW(rate, decay)</code>"), html);
        assertTrue(html.contains(">Adaptive</th>"), html);
        assertFalse(html.contains("null"), html);
    }

    @Test
    void figureOfTablesawIsHtml() {
        DisplayData data = render(FigureTest.losses().plotly());
        assertTrue(((String) data.getData(MIMEType.TEXT_HTML)).contains("gd-plot"));
    }

    @Test
    void theFirstFigureOfTablesawBringsPlotlyAlongUnlessAnOutputHadIt() {
        PlotlyBundle.SHOWN.set(false);
        String bundle = "DecompressionStream";
        assertTrue(html(FigureTest.losses().plotly()).contains(bundle));
        assertFalse(html(FigureTest.losses().plotly()).contains(bundle));
        PlotlyBundle.SHOWN.set(false);
        assertTrue(html(Lab.start()).contains(bundle));
        assertFalse(html(FigureTest.losses().plotly()).contains(bundle));
    }

    private static String html(Object value) {
        return (String) render(value).getData(MIMEType.TEXT_HTML);
    }

    @Test
    void arrayIsTextWithShapeAndType() {
        String text = (String)
                render(Nd4j.create(new float[][] {{1, 2, 3}, {4, 5, 6}})).getData(MIMEType.TEXT_PLAIN);
        assertTrue(text.startsWith("[2×3] FLOAT\n"), text);
        assertTrue(text.contains("6"), text);
    }

    @Test
    void aMatrixIsAnImageForWhoAsksForOne() throws IOException {
        var renderer = new Renderer();
        new LabRenderers().register(renderer);
        INDArray matrix = Nd4j.create(new float[][] {{1, 2, 3}, {4, 5, 6}});
        String png = (String) renderer.renderAs(matrix, "image/png").getData(MIMEType.IMAGE_PNG);
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
        assertTrue(image.getWidth() > 100);
        assertNull(renderer.render(matrix).getData(MIMEType.IMAGE_PNG), "not asked for");
        assertThrows(IllegalArgumentException.class, () -> renderer.renderAs(Nd4j.zeros(2, 2, 2), "image/png"));
    }

    @Test
    void viewOfAnArrayShowsItsValues() {
        INDArray all = Nd4j.linspace(1, 20, 20).reshape(4, 5);
        INDArray view = all.get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(2, 4));
        String text = ArrayText.of(view);
        for (String value : new String[] {"8", "9", "13", "14"}) assertTrue(text.contains(value), text);
        assertTrue(text.startsWith("[2×2]"), text);
        String transposed = ArrayText.of(view.transpose());
        assertTrue(transposed.indexOf("13") < transposed.indexOf("9"), transposed);
    }

    @Test
    void arraysOfEveryRankAreShownInFull() {
        assertEquals("[] FLOAT\n2.5", ArrayText.of(Nd4j.scalar(2.5f)));
        assertEquals("[3] DOUBLE\n[  1, 0.5,  -2]", ArrayText.of(Nd4j.createFromArray(1.0, 0.5, -2.0)));
        assertEquals(
                "[2×2] LONG\n[[                  1,                   2],\n [9223372036854775807,                   4]]",
                ArrayText.of(Nd4j.createFromArray(new long[][] {{1, 2}, {Long.MAX_VALUE, 4}})));
        assertEquals("[2] BOOL\n[ true, false]", ArrayText.of(Nd4j.createFromArray(true, false)));
        assertEquals("[] FLOAT, no elements", ArrayText.of(Nd4j.empty(DataType.FLOAT)));
        assertEquals(
                "[2×1×2] DOUBLE\n[[[1, 2]],\n\n [[3, 4]]]",
                ArrayText.of(Nd4j.createFromArray(1.0, 2.0, 3.0, 4.0).reshape(2, 1, 2)));
        assertTrue(ArrayText.of(Nd4j.zeros(2, 2, 2, 2)).startsWith("[2×2×2×2] FLOAT\n[[[[0, 0],"));
    }

    @Test
    void whatIsNoNumberIsShown() {
        INDArray array = Nd4j.createFromArray(Double.NaN, Double.POSITIVE_INFINITY, 1 / 3.0, 1.5e-9);
        assertEquals("[4] DOUBLE\n[     NaN, Infinity, 0.333333,   1.5E-9]", ArrayText.of(array));
    }

    @Test
    void longArrayIsElidedInTheMiddleOfEachAxis() {
        INDArray large = Nd4j.createFromArray(
                        IntStream.range(0, 1_000_000).asDoubleStream().toArray())
                .reshape(1000, 1000);
        String text = ArrayText.of(large);
        assertTrue(
                text.startsWith("[1000×1000] DOUBLE\n[[     0,      1,      2, …,    997,    998,    999],\n"), text);
        assertTrue(text.contains(",\n …,\n"), text);
        assertTrue(text.contains("999999") || text.contains("1000000"), text);
        assertEquals(8, text.lines().count());
        assertEquals(text, ArrayText.of(large.transpose().dup('c').transpose()), "a view in another order");
    }

    @Test
    void bundleIsShortWhereThePageBringsPlotly() {
        assertTrue(PlotlyBundle.html(true).length() < 200, "no script");
        assertTrue(PlotlyBundle.html(false).length() > 1_000_000, "the script");
    }
}
