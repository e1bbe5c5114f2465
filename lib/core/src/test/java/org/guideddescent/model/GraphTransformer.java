package org.guideddescent.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.guideddescent.space.ParamVector;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same transformer as a graph of ND4J's own layer norm, softmax and products, differentiated by SameDiff. */
final class GraphTransformer {
    private final int width;
    private final int heads;
    private final int context;
    private final int examples;
    private final SameDiff graph = SameDiff.create();
    private final List<String> names = new ArrayList<>();
    private final SDVariable loss;

    GraphTransformer(LiteralTransformer shape, ParamVector theta, int[][] tokens, int[][] targets) {
        width = shape.width();
        heads = shape.heads();
        context = shape.context();
        examples = tokens.length;
        for (var p : theta.layout().params()) {
            graph.var(p.name(), theta.view(p).dup('c'));
            names.add(p.name());
        }
        var positions = new int[examples * context];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i % context;
        }
        var x = rows("e1", flat(tokens), shape.vocabulary()).add(rows("e2", positions, context));
        for (int block = 0; block < shape.depth(); block++) {
            var h = linear(4 * block + 1, norm(2 * block + 1, x));
            x = x.add(linear(4 * block + 2, attention(h)));
            h = gelu(linear(4 * block + 3, norm(2 * block + 2, x)));
            x = x.add(linear(4 * block + 4, h));
        }
        var logits = product(4 * shape.depth() + 1, norm(2 * shape.depth() + 1, x));
        var wanted = graph.constant(oneHot(flat(targets), shape.vocabulary()));
        loss = graph.math.log(graph.nn.softmax(logits, 1)).mul(wanted).sum().div(-examples * context);
        loss.markAsLoss();
    }

    double loss() {
        return loss.eval().getDouble(0);
    }

    Map<String, INDArray> gradients() {
        return graph.calculateGradients(Map.of(), names);
    }

    private static int[] flat(int[][] tokens) {
        return java.util.Arrays.stream(tokens)
                .flatMapToInt(java.util.Arrays::stream)
                .toArray();
    }

    private static INDArray oneHot(int[] classes, int count) {
        var out = Nd4j.zeros(DataType.DOUBLE, classes.length, count);
        for (int i = 0; i < classes.length; i++) {
            out.putScalar(i, classes[i], 1);
        }
        return out;
    }

    // By a product: two gathers in one graph are more than SameDiff's gradient can name.
    private SDVariable rows(String table, int[] indices, int count) {
        return graph.mmul(graph.constant(oneHot(indices, count)), graph.getVariable(table));
    }

    // ND4J's layer norm knows no epsilon.
    private SDVariable norm(int index, SDVariable x) {
        var gain = graph.reshape(graph.getVariable("scale" + index), width);
        var bias = graph.reshape(graph.getVariable("shift" + index), width);
        return graph.nn.layerNorm(x, gain, bias, false, 1);
    }

    private SDVariable product(int index, SDVariable x) {
        return graph.mmul(x, graph.transpose(graph.getVariable("w" + index)));
    }

    private SDVariable linear(int index, SDVariable x) {
        return product(index, x).add(graph.transpose(graph.getVariable("b" + index)));
    }

    private SDVariable gelu(SDVariable x) {
        var inner = x.add(x.mul(x).mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
        return x.mul(0.5).mul(graph.math.tanh(inner).add(1));
    }

    private SDVariable attention(SDVariable qkv) {
        int each = width / heads;
        // [example, position, part, head, channel] to [part, example, head, position, channel].
        var parts = graph.permute(graph.reshape(qkv, examples, context, 3, heads, each), 2, 0, 3, 1, 4);
        var all = graph.reshape(parts, 3, (long) examples * heads, context, each);
        var q = part(all, 0, each);
        var k = part(all, 1, each);
        var v = part(all, 2, each);
        var scores = graph.mmul(q, graph.permute(k, 0, 2, 1)).div(Math.sqrt(each));
        var hidden = Nd4j.zeros(DataType.DOUBLE, 1, context, context);
        for (int t = 0; t < context; t++) {
            for (int s = t + 1; s < context; s++) {
                hidden.putScalar(0, t, s, -1e6);
            }
        }
        var weights = graph.nn.softmax(scores.add(graph.constant(hidden)), 2);
        var y = graph.reshape(graph.mmul(weights, v), examples, heads, context, each);
        return graph.reshape(graph.permute(y, 0, 2, 1, 3), (long) examples * context, width);
    }

    private SDVariable part(SDVariable all, int which, int each) {
        var slice = graph.slice(all, new int[] {which, 0, 0, 0}, new int[] {1, examples * heads, context, each});
        return graph.reshape(slice, (long) examples * heads, context, each);
    }
}
