package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.ServiceLoader;
import org.guideddescent.kernel.spi.RenderExtension;
import org.junit.jupiter.api.Test;
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
        assertTrue(((String) data.getData(MIMEType.TEXT_HTML)).contains("2 rows × 1 columns"));
    }

    @Test
    void figureOfTablesawIsHtml() {
        DisplayData data = render(FigureTest.losses().plotly());
        assertTrue(((String) data.getData(MIMEType.TEXT_HTML)).contains("gd-plot"));
    }

    @Test
    void arrayIsTextWithShapeAndType() {
        String text = (String)
                render(Nd4j.create(new float[][] {{1, 2, 3}, {4, 5, 6}})).getData(MIMEType.TEXT_PLAIN);
        assertTrue(text.startsWith("[2×3] FLOAT\n"), text);
        assertTrue(text.contains("6"), text);
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
    void longArrayIsElided() {
        String text = ArrayText.of(Nd4j.zeros(1000, 1000));
        assertTrue(text.contains("...") && text.length() < 2000, text);
    }
}
