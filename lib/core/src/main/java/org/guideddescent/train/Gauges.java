package org.guideddescent.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.MicroBatches;
import org.guideddescent.rule.Slots;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gauges of one run, each shown the steps at which it is read. */
final class Gauges implements MicroBatches.Part {
    private final List<Watching.Gauged> recipes;
    private final Gauge.Meter[] meters;
    private final Slots slots;
    private long t;

    Gauges(List<Watching.Gauged> recipes, ParamVector theta) {
        this.recipes = recipes;
        this.slots = new Slots(theta.type());
        this.meters = recipes.stream()
                .map(r -> r.gauge().bind(theta, slots.in(r.gauge().name())))
                .toArray(Gauge.Meter[]::new);
    }

    private boolean isRead(int i) {
        return t % recipes.get(i).every() == 0;
    }

    void begin(long step) {
        t = step;
    }

    @Override
    public void see(Batch batch, ParamVector gradient) {
        for (int i = 0; i < meters.length; i++) {
            if (isRead(i)) {
                meters[i].part(batch, gradient);
            }
        }
    }

    void before(ParamVector gradient) {
        for (int i = 0; i < meters.length; i++) {
            if (isRead(i)) {
                meters[i].before(gradient);
            }
        }
    }

    void after(Log log) {
        for (int i = 0; i < meters.length; i++) {
            if (isRead(i)) {
                double reading = meters[i].after();
                if (!Double.isNaN(reading)) {
                    log.read(t, recipes.get(i).gauge().name(), reading);
                }
            }
        }
    }

    /** What a checkpoint keeps of them. */
    Map<String, INDArray> state() {
        var named = new LinkedHashMap<String, INDArray>();
        slots.state().forEach((name, a) -> named.put("gauges/" + name + ".npy", a));
        return named;
    }
}
