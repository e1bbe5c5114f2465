package org.guideddescent.parallel;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.guideddescent.compute.Ops;
import org.guideddescent.train.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether all ranks hold the same: two checksums of the weights' bits, the steps taken, and the rule. 64 bits in all miss a
 * difference once in 10¹⁹ times.
 */
final class Agreement {
    private static final int FACTS = 4;

    private final Team team;
    private final Optimizer optimizer;
    private final Ops ops = Ops.current();
    private final INDArray copy;
    private final ByteBuffer bytes;
    private final Checksum[] sums = {new CRC32(), new CRC32C()};
    private final INDArray table;

    Agreement(Team team, Optimizer optimizer) {
        this.team = team;
        this.optimizer = optimizer;
        // The weights may be a window of something larger; their copy is not.
        copy = optimizer.weights().like().flat();
        bytes = copy.data().pointer().asByteBuffer();
        table = Nd4j.zeros(DataType.DOUBLE, FACTS * (long) team.size());
    }

    /** Compares; all ranks call it after the same step. Throws at all of them if one differs from rank 0. */
    void require() {
        ops.copy(optimizer.weights().flat(), copy);
        ops.fill(0, table);
        for (int i = 0; i < sums.length; i++) {
            sums[i].reset();
            sums[i].update(bytes.clear());
            put(team.rank(), i, (double) sums[i].getValue());
        }
        put(team.rank(), 2, (double) optimizer.steps());
        put(team.rank(), 3, optimizer.rule().toString().hashCode());
        // A mean with zeros divides by the size at every place alike: what was equal stays equal, and what was not.
        team.average(table);
        for (int rank = 1; rank < team.size(); rank++) {
            requireEqual(rank, 3, "the rule of rank %d is not that of rank 0, which is " + optimizer.rule());
            requireEqual(rank, 2, "rank %d has not taken as many steps as rank 0; load one checkpoint everywhere");
            String weights = "the weights of rank %d differ from those of rank 0 after step " + optimizer.steps()
                    + "; start all from the same seed or checkpoint, with the same library, threads and kind of processor";
            requireEqual(rank, 0, weights);
            requireEqual(rank, 1, weights);
        }
    }

    private void requireEqual(int rank, int fact, String sentence) {
        if (get(rank, fact) != get(0, fact)) {
            throw new TeamException(rank, String.format(sentence, rank));
        }
    }

    private void put(int rank, int fact, double value) {
        table.data().put(FACTS * (long) rank + fact, value);
    }

    private double get(int rank, int fact) {
        return table.data().getDouble(FACTS * (long) rank + fact);
    }
}
