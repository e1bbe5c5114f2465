package org.guideddescent.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Selector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Some parameters of a layout as one flat vector [n], in the order of memory, and a vector of all parameters behind it. */
final class Part {
    private final Ops ops;
    private final long size;
    private final ParamVector all;
    private final boolean whole;
    /** The numbers that were chosen, in an array that stays, so that its windows can be made once. */
    private final INDArray chosen;

    private final List<Run> runs = new ArrayList<>();

    /** Neighbors in memory as one pair of windows. */
    private record Run(INDArray chosen, INDArray all) {}

    Part(Ops ops, Layout layout, DataType type, Selector which) {
        this.ops = ops;
        var params = params(layout, which);
        size = params.stream().mapToLong(Param::size).sum();
        all = ParamVector.zeros(layout, type);
        whole = size == layout.size();
        chosen = whole ? all.flat() : Nd4j.create(type, size);
        if (!whole) {
            addRuns(params);
        }
    }

    /** Those that the selector means. */
    static List<Param> params(Layout layout, Selector which) {
        var params = layout.select(which);
        if (params.isEmpty()) {
            throw new IllegalArgumentException(which + " means no parameter; have " + layout.params());
        }
        return params;
    }

    private void addRuns(List<Param> params) {
        long at = 0;
        Optional<Param> first = Optional.empty();
        for (int i = 0; i < params.size(); i++) {
            var p = params.get(i);
            var begin = first.orElse(p);
            boolean goesOn = i + 1 < params.size() && params.get(i + 1).offset() == p.end();
            first = goesOn ? Optional.of(begin) : Optional.empty();
            if (!goesOn) {
                long length = p.end() - begin.offset();
                runs.add(new Run(window(chosen, at, at + length), window(all.flat(), begin.offset(), p.end())));
                at += length;
            }
        }
    }

    static INDArray window(INDArray flat, long from, long to) {
        return flat.get(NDArrayIndex.interval(from, to));
    }

    long size() {
        return size;
    }

    /** A new vector of zeros [n]. */
    INDArray vector() {
        return Nd4j.create(all.type(), size);
    }

    /** All parameters: those that were not chosen are zero after {@link #spread}. */
    ParamVector all() {
        return all;
    }

    /** all ← v, and zero elsewhere. v: [n]. */
    void spread(INDArray v) {
        ops.copy(v, chosen);
        if (!whole) {
            ops.fill(0, all.flat());
            for (int i = 0; i < runs.size(); i++) {
                ops.copy(runs.get(i).chosen, runs.get(i).all);
            }
        }
    }

    /** out ← those numbers of all that were chosen. out: [n]. */
    void collect(INDArray out) {
        for (int i = 0; i < runs.size(); i++) {
            ops.copy(runs.get(i).all, runs.get(i).chosen);
        }
        ops.copy(chosen, out);
    }
}
