package org.guideddescent.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The blocks of several layers on the diagonal of one matrix, nothing elsewhere; vectors as of the landscape that gave it. */
public final class BlockDiagonal implements LinearOperator {
    private final Ops ops = Ops.current();
    private final List<Param> params;
    private final List<LayerOperator> blocks;
    private final INDArray flat;
    private final List<LayerOperator.Windows> windows = new ArrayList<>();

    /** params: of all blocks, in the order of memory. */
    BlockDiagonal(List<Param> params, List<LayerOperator> blocks) {
        this.params = params;
        this.blocks = List.copyOf(blocks);
        flat = Nd4j.create(
                blocks.get(0).type(), params.stream().mapToLong(Param::size).sum());
        for (var b : blocks) {
            windows.add(LayerOperator.Windows.of(flat, params, b.weight(), b.bias()));
        }
    }

    /** {@return one block for each layer, in the order of their weights in memory} */
    public List<LayerOperator> blocks() {
        return blocks;
    }

    /**
     * {@return the block of the layer that has the weight of that name}
     *
     * @param weight name of a parameter, such as {@code w1}
     */
    public LayerOperator block(String weight) {
        return blocks.stream()
                .filter(b -> b.weight().name().equals(weight))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no block of a weight named '" + weight + "'; have "
                        + blocks.stream().map(LayerOperator::weight).toList()));
    }

    @Override
    public long rows() {
        return flat.length();
    }

    @Override
    public long columns() {
        return flat.length();
    }

    @Override
    public DataType type() {
        return flat.dataType();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        ops.copy(v, flat);
        for (int i = 0; i < windows.size(); i++) {
            blocks.get(i).timesInPlace(windows.get(i));
        }
        ops.copy(flat, out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        times(u, out);
    }

    /**
     * {@return (A + λ I)⁻¹, exactly}
     *
     * @param lambda λ, positive
     */
    public BlockDiagonal dampedInverse(double lambda) {
        return each(b -> b.dampedInverse(lambda));
    }

    private BlockDiagonal each(UnaryOperator<LayerOperator> f) {
        return new BlockDiagonal(params, blocks.stream().map(f).toList());
    }

    /** {@return the sum of the eigenvalues} */
    public double trace() {
        return blocks.stream().mapToDouble(LayerOperator::trace).sum();
    }

    /**
     * {@return ln det(A + λ I)}
     *
     * @param lambda λ, positive
     */
    public double logDeterminant(double lambda) {
        return blocks.stream().mapToDouble(b -> b.logDeterminant(lambda)).sum();
    }

    @Override
    public String toString() {
        return blocks.toString();
    }
}
