package org.guideddescent.curvature;

import java.util.List;
import java.util.stream.Stream;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.ParamVector;

/** Losses away from the weights of a landscape, on a copy of them. */
final class Walk {
    private final Ops ops = Ops.current();
    private final Landscape here;
    private final List<ParamVector> directions;
    private final ParamVector moved;

    /** directions: not modified; only the chosen parameters move. */
    Walk(Landscape here, ParamVector... directions) {
        this.here = here;
        this.directions = Stream.of(directions).map(d -> chosen(here, d)).toList();
        this.moved = here.theta().like();
    }

    /** d with zeros for the parameters that are constants. */
    static ParamVector chosen(Landscape here, ParamVector d) {
        if (!d.layout().equals(here.theta().layout())
                || d.type() != here.theta().type()) {
            throw new IllegalArgumentException("a direction must have the parameters and the type of theta, got "
                    + d.layout().params() + " of " + d.type() + "; make it from theta.like() or by Directions");
        }
        var only = d.like();
        for (var p : Part.params(d.layout(), here.which())) {
            Ops.current().copy(d.view(p), only.view(p));
        }
        return only;
    }

    /** The loss at θ + Σ aᵢ dᵢ. */
    double loss(double... a) {
        ops.copy(here.theta().flat(), moved.flat());
        for (int i = 0; i < a.length; i++) {
            ops.axpy(a[i], directions.get(i).flat(), moved.flat());
        }
        return here.objective().loss(moved, here.batch());
    }
}
