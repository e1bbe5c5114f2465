package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImagesTest {
    private final INDArray digits = Nd4j.rand(12, 784);

    @Test
    void gridShowsEveryImageAndWhatAWrongOneIs() {
        int[] predicted = new int[12];
        int[] actual = new int[12];
        actual[3] = 8;
        Figure grid = Images.grid("Digits", digits, predicted, actual);
        assertEquals(12, grid.series().size());
        assertEquals("0, is 8", grid.series().get(3).name());
        assertTrue(FigureTest.colors(grid.image()) > 100);
        assertTrue(grid.image().getHeight() > 150);
        assertFalse(grid.html().contains("<script"));
        assertTrue(grid.plotly().asJavascript("x").contains("heatmap"));
    }

    @Test
    void oneCaptionForEachImageIsNeeded() {
        var e = assertThrows(IllegalArgumentException.class, () -> Images.grid("Digits", digits, List.of("a")));
        assertEquals("an image grid needs one caption for each image, got 1 for 12", e.getMessage());
    }

    @Test
    void imagesMustBeSquare() {
        assertThrows(IllegalArgumentException.class, () -> Images.grid("A", Nd4j.rand(1, 10), List.of("a")));
    }

    @Test
    void oneIsWhiteAndZeroIsBlack() {
        var image = Images.gray(new double[][] {{0, 1, 2, -1}});
        int[] levels = image.getRaster().getSamples(0, 0, 4, 1, 0, (int[]) null);
        assertArrayEquals(new int[] {0, 255, 255, 0}, levels);
    }

    @Test
    void matrixIsAHeatMapOfItsCellsOrOfTheMeansOfBlocks() {
        var small = (Series.HeatMap) Images.heatMap("W", Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}}))
                .series()
                .get(0);
        assertArrayEquals(new double[][] {{1, 2}, {3, 4}}, small.cells());
        Figure large = Images.heatMap("W", Nd4j.ones(300, 512));
        var cells = ((Series.HeatMap) large.series().get(0)).cells();
        assertEquals(150, cells.length);
        assertEquals(256, cells[0].length);
        assertEquals(1.0, cells[149][255]);
        assertEquals("Each cell is the mean of 2 × 2 values.", large.caption());
        assertThrows(IllegalArgumentException.class, () -> Images.heatMap("W", Nd4j.ones(2, 2, 2)));
    }
}
