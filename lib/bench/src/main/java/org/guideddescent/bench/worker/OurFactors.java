package org.guideddescent.bench.worker;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.guideddescent.bench.Shape;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Mlp;
import org.guideddescent.objective.LayerTape;
import org.guideddescent.optimizers.Curvature;
import org.guideddescent.optimizers.Damping;
import org.guideddescent.optimizers.Fisher;
import org.guideddescent.optimizers.Kfac;
import org.guideddescent.optimizers.Length;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * K-FAC's factors alone: each layer sees a tape, then what was seen enters the running means. Caches are cold at each
 * repetition. Arguments: widths, batch size.
 *
 * <p>A rule lets nobody call this part of its step by itself, so it is reached by its names.
 */
public final class OurFactors {
    private static final double KEEP = 0.95;

    private OurFactors() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> of(Shape.parse(arguments[0], arguments[1]), new Slots(DataType.FLOAT)));
    }

    /** slots: where the factors lie. */
    static Worker.Task of(Shape shape, Slots slots) {
        var widths = shape.widths().stream().mapToInt(Integer::intValue).toArray();
        var scope = scope(Mlp.of(widths).layout());
        var rule = new Kfac(
                new Curvature(new Fisher.Sampled(0), KEEP, 1, 10), Damping.factored(1e-3), Length.klClip(1e-3));
        var blocks = blocks(rule.bind(scope, slots));
        // As K-FAC does: layers in the order of memory, which is not the network's.
        var tapes = scope.params().stream()
                .filter(p -> p.name().startsWith("w"))
                .map(w -> tape(w, scope.params(), shape.batch()))
                .toList();
        var all = new ArrayList<Runnable>();
        for (int i = 0; i < blocks.size(); i++) {
            all.add(gather(blocks.get(i), tapes.get(i)));
        }
        return new Worker.Task(all.size() + " layers", () -> all.forEach(Runnable::run)).after(new Cold()::make);
    }

    private static Scope scope(Layout layout) {
        var theta = ParamVector.zeros(layout, DataType.FLOAT);
        var rates = layout.params().stream().collect(Collectors.toMap(p -> p, p -> List.<Schedule>of(t -> 1e-3)));
        return new Scope(Ops.current(), layout.params(), theta, theta.like(), rates);
    }

    private static LayerTape tape(Param weight, List<Param> params, int batch) {
        var bias = "b" + weight.name().substring(1);
        return new LayerTape(
                weight,
                params.stream().filter(p -> p.name().equals(bias)).findFirst(),
                Numbers.matrix(batch, weight.cols()),
                Numbers.matrix(batch, weight.rows()),
                1);
    }

    private static List<?> blocks(Object stepper) {
        try {
            var blocks = stepper.getClass().getDeclaredField("blocks");
            blocks.setAccessible(true);
            return (List<?>) blocks.get(stepper);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("K-FAC's layers have another name now", e);
        }
    }

    private static Runnable gather(Object block, LayerTape tape) {
        try {
            var see = block.getClass().getDeclaredMethod("see", LayerTape.class);
            var fold = block.getClass().getDeclaredMethod("fold", double.class, double.class);
            see.setAccessible(true);
            fold.setAccessible(true);
            return () -> {
                try {
                    see.invoke(block, tape);
                    fold.invoke(block, KEEP, 1.0);
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException("a layer cannot gather its factors", e);
                }
            };
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("K-FAC's layers gather by other names now", e);
        }
    }
}
