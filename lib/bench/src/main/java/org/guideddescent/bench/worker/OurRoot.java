package org.guideddescent.bench.worker;

import java.io.IOException;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.InverseRoot;
import org.guideddescent.linalg.Place;
import org.guideddescent.linalg.Rank;
import org.guideddescent.linalg.Tally;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The inverse fourth root of a float matrix [n × n], as Shampoo finds it. Argument: n. */
public final class OurRoot {
    private OurRoot() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            int n = Integer.parseInt(arguments[0]);
            var ops = Ops.current();
            var g = Numbers.matrix(n, n);
            var factor = Nd4j.zeros(DataType.FLOAT, n, n);
            ops.syrk(false, 1.0 / n, g, 0, factor);
            INDArray root = factor.like();
            var none = new Tally() {
                @Override
                public double get() {
                    return 0;
                }

                @Override
                public void set(double count) {}
            };
            var place = new Place(
                    ops, "a factor", (name, shape) -> Nd4j.zeros(shape), (name, shape) -> Nd4j.zeros(shape), none);
            var finder = new InverseRoot.Eigendecomposition(new Rank.Perturb(1e-12)).bind(place, n, 4);
            return new Worker.Task(ops.describe(), () -> finder.write(factor, root));
        });
    }
}
