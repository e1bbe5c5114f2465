package org.guideddescent.dl4j;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.guideddescent.data.Dataset;
import org.guideddescent.data.FashionMnist;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks and batches that the tests share. */
final class Networks {
    private Networks() {}

    static NeuralNetConfiguration.Builder builder(DataType type, IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(type)
                .weightInit(WeightInit.XAVIER)
                .updater(updater);
    }

    /** 6 inputs, two hidden layers, 3 classes. */
    static MultiLayerNetwork dense(NeuralNetConfiguration.Builder builder) {
        var network = new MultiLayerNetwork(builder.list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(8)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(8)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(output(5, 3))
                .build());
        network.init();
        return network;
    }

    private static OutputLayer output(int in, int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(in)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** Images 8 × 8, convolution, batch norm, pool, dense, 3 classes. */
    static MultiLayerNetwork convolutional(NeuralNetConfiguration.Builder builder) {
        var network = new MultiLayerNetwork(builder.list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder(
                                SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());
        network.init();
        return network;
    }

    /** A graph of two branches. */
    static ComputationGraph branched(NeuralNetConfiguration.Builder builder) {
        ComputationGraphConfiguration configuration = builder.graphBuilder()
                .addInputs("in")
                .addLayer("left", dense(6, 4), "in")
                .addLayer("right", dense(6, 5), "in")
                .addVertex("both", new org.deeplearning4j.nn.conf.graph.MergeVertex(), "left", "right")
                .addLayer("middle", dense(9, 7), "both")
                .addLayer("out", output(7, 3), "middle")
                .setOutputs("out")
                .build();
        var network = new ComputationGraph(configuration);
        network.init();
        return network;
    }

    private static DenseLayer dense(int in, int out) {
        return new DenseLayer.Builder()
                .nIn(in)
                .nOut(out)
                .activation(Activation.TANH)
                .build();
    }

    /** Le Cun's network of 1998 in its usual size: two convolutions and pools, one hidden layer. */
    static MultiLayerNetwork leNet(NeuralNetConfiguration.Builder builder) {
        var network = new MultiLayerNetwork(builder.list()
                .layer(new ConvolutionLayer.Builder(5, 5)
                        .nOut(8)
                        .activation(Activation.RELU)
                        .build())
                .layer(new SubsamplingLayer.Builder(
                                SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
                        .build())
                .layer(new ConvolutionLayer.Builder(5, 5)
                        .nOut(16)
                        .activation(Activation.RELU)
                        .build())
                .layer(new SubsamplingLayer.Builder(
                                SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(64)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
        network.init();
        return network;
    }

    /** An image as 14 rows of 14 numbers: a layer of each row, attention with residual, two layers for each row, mean, classes. */
    static ComputationGraph transformer(NeuralNetConfiguration.Builder builder) {
        int width = 32;
        var configuration = builder.graphBuilder()
                .addInputs("rows")
                .addLayer("embed", perRow(14, width, Activation.IDENTITY), "rows")
                .addLayer(
                        "attention",
                        new SelfAttentionLayer.Builder()
                                .nIn(width)
                                .nOut(width)
                                .nHeads(4)
                                .headSize(width / 4)
                                .projectInput(true)
                                .build(),
                        "embed")
                .addVertex(
                        "attended",
                        new org.deeplearning4j.nn.conf.graph.ElementWiseVertex(
                                org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op.Add),
                        "embed",
                        "attention")
                .addLayer("up", perRow(width, 2 * width, Activation.RELU), "attended")
                .addLayer("down", perRow(2 * width, width, Activation.IDENTITY), "up")
                .addVertex(
                        "thought",
                        new org.deeplearning4j.nn.conf.graph.ElementWiseVertex(
                                org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op.Add),
                        "attended",
                        "down")
                .addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "thought")
                .addLayer("out", output(width, 10), "mean")
                .setOutputs("out")
                .build();
        var network = new ComputationGraph(configuration);
        network.init();
        return network;
    }

    /** A convolution of one row at a time is a dense layer for each row. */
    private static org.deeplearning4j.nn.conf.layers.Convolution1DLayer perRow(int in, int out, Activation f) {
        return new org.deeplearning4j.nn.conf.layers.Convolution1DLayer.Builder(1)
                .nIn(in)
                .nOut(out)
                .activation(f)
                .build();
    }

    /** Normal inputs and random classes, the same in each call. */
    static DataSet random(DataType type, int classes, long... shape) {
        Nd4j.getRandom().setSeed(11);
        var labels = Nd4j.zeros(type, shape[0], classes);
        for (int i = 0; i < shape[0]; i++) {
            labels.putScalar(i, (7 * i + i / 3) % classes, 1);
        }
        return new DataSet(Nd4j.randn(type, shape), labels);
    }

    /** The first examples of Fashion-MNIST in batches; rows: as 14 rows of 14 pixels, every other one. */
    static List<DataSet> fashion(int examples, int batch, boolean rows) {
        Dataset train = FashionMnist.load().train();
        var all = new java.util.ArrayList<DataSet>();
        for (int i = 0; i + batch <= examples; i += batch) {
            var range = NDArrayIndex.interval(i, i + batch);
            INDArray images = train.inputs()
                    .get(range, NDArrayIndex.all())
                    .castTo(DataType.FLOAT)
                    .dup();
            INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, 10);
            for (int j = 0; j < batch; j++) {
                labels.putScalar(j, train.targets().getInt(i + j), 1);
            }
            all.add(new DataSet(rows ? rows(images) : images, labels));
        }
        return all;
    }

    /** [n × 784] as [n × 14 × 14]: a sequence of 14 rows, the numbers of each in the second dimension as DL4J has them. */
    private static INDArray rows(INDArray images) {
        var coarse = NDArrayIndex.interval(0, 2, 28);
        return images.reshape('c', images.size(0), 28, 28)
                .get(NDArrayIndex.all(), coarse, coarse)
                .permute(0, 2, 1)
                .dup('c');
    }

    static double loss(Model network, List<DataSet> batches) {
        return batches.stream()
                .mapToDouble(b ->
                        network instanceof ComputationGraph g ? g.score(b) : ((MultiLayerNetwork) network).score(b))
                .average()
                .orElseThrow();
    }
}
