package org.guideddescent.bench.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.guideddescent.bench.Shape;
import org.guideddescent.compute.Ops;

/**
 * The matrix products of one training step and nothing else. Arguments: widths, batch size; "inner" if inputs need a
 * gradient too; "cold" if caches are to be cold at each repetition.
 */
public final class OurProducts {
    private OurProducts() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            var shape = Shape.parse(arguments[0], arguments[1]);
            var options = List.of(arguments);
            boolean inner = options.contains("inner");
            var products = new ArrayList<Runnable>();
            for (int i = 1; i < shape.widths().size(); i++) {
                addLayer(
                        shape.batch(), shape.widths().get(i - 1), shape.widths().get(i), inner || i > 1, products);
            }
            var task = new Worker.Task(products.size() + " products", () -> products.forEach(Runnable::run));
            return options.contains("cold") ? task.after(new Cold()::make) : task;
        });
    }

    private static void addLayer(int batch, int in, int out, boolean inputGradient, List<Runnable> products) {
        var ops = Ops.current();
        var x = Numbers.matrix(batch, in);
        var w = Numbers.matrix(out, in);
        var y = Numbers.matrix(batch, out);
        var dy = Numbers.matrix(batch, out);
        var dw = Numbers.matrix(out, in);
        products.add(() -> ops.gemm(false, true, 1, x, w, 0, y));
        products.add(() -> ops.gemm(true, false, 1, dy, x, 0, dw));
        if (inputGradient) {
            var dx = Numbers.matrix(batch, in);
            products.add(() -> ops.gemm(false, false, 1, dy, w, 0, dx));
        }
    }
}
