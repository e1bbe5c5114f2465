package org.guideddescent.space;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A flat buffer and its views. The views alias the buffer and are made once, since making one costs microseconds. */
public final class ParamVector {
    private final Layout layout;
    private final INDArray flat;
    private final Map<Param, INDArray> views = new LinkedHashMap<>();

    private ParamVector(Layout layout, INDArray flat) {
        this.layout = layout;
        this.flat = flat;
        for (var p : layout.params()) {
            var window = flat.get(NDArrayIndex.interval(p.offset(), p.end()));
            // With 'true', a reshape that would have to copy throws: a view that does not alias is a silent bug.
            views.put(p, window.reshape('c', true, p.rows(), p.cols()));
        }
    }

    /** A vector of zeros. type: FLOAT or DOUBLE. */
    public static ParamVector zeros(Layout layout, DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("parameters are FLOAT or DOUBLE, got " + type);
        }
        return new ParamVector(layout, Nd4j.zeros(type, layout.size()));
    }

    /** A vector of zeros of this one's layout and type. */
    public ParamVector like() {
        return zeros(layout, flat.dataType());
    }

    /** An independent copy. */
    public ParamVector copy() {
        var c = like();
        c.flat.assign(flat);
        return c;
    }

    /** Where each parameter lies. */
    public Layout layout() {
        return layout;
    }

    /** The whole buffer [n]; writing to it writes to every view. */
    public INDArray flat() {
        return flat;
    }

    /** FLOAT or DOUBLE. */
    public DataType type() {
        return flat.dataType();
    }

    /** The window of p [rows × cols], aliasing the buffer. */
    public INDArray view(Param p) {
        var v = views.get(p);
        if (v == null) {
            throw new IllegalArgumentException(p + " is not of this layout; have " + layout.params());
        }
        return v;
    }

    /** The window of the parameter of that name, aliasing the buffer. */
    public INDArray view(String name) {
        return view(layout.named(name));
    }
}
