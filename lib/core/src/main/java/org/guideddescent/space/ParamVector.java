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

    /**
     * {@return a vector of zeros}
     *
     * @param layout where each parameter lies
     * @param type FLOAT or DOUBLE
     * @throws IllegalArgumentException if the type is another one
     */
    public static ParamVector zeros(Layout layout, DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("parameters are FLOAT or DOUBLE, got " + type);
        }
        return new ParamVector(layout, Nd4j.zeros(type, layout.size()));
    }

    /** {@return a vector of zeros of this one's layout and type} */
    public ParamVector like() {
        return zeros(layout, flat.dataType());
    }

    /** {@return an independent copy} */
    public ParamVector copy() {
        var c = like();
        c.flat.assign(flat);
        return c;
    }

    /** {@return where each parameter lies} */
    public Layout layout() {
        return layout;
    }

    /** {@return the whole buffer [n]; writing to it writes to every view} */
    public INDArray flat() {
        return flat;
    }

    /** {@return the type of the numbers, FLOAT or DOUBLE} */
    public DataType type() {
        return flat.dataType();
    }

    /**
     * {@return the window of a parameter [rows × cols], aliasing the buffer}
     *
     * @param p a parameter of the layout
     * @throws IllegalArgumentException if it is not of this layout
     */
    public INDArray view(Param p) {
        var v = views.get(p);
        if (v == null) {
            throw new IllegalArgumentException(p + " is not of this layout; have " + layout.params());
        }
        return v;
    }

    /**
     * {@return the window of the parameter of that name, aliasing the buffer}
     *
     * @param name a parameter's
     * @throws IllegalArgumentException if the layout has none of that name
     */
    public INDArray view(String name) {
        return view(layout.named(name));
    }
}
