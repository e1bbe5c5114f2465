package org.guideddescent.train;

import org.guideddescent.objective.Batch;
import org.guideddescent.rule.Slots;
import org.guideddescent.space.ParamVector;

/** See {@link Gauge#batchSize}. */
record BatchSize() implements Gauge {
    @Override
    public String name() {
        return "batch size";
    }

    @Override
    public Meter bind(ParamVector theta, Slots slots) {
        return new Meter() {
            private long examples;

            @Override
            public void part(Batch batch, ParamVector gradient) {
                examples += batch.size();
            }

            @Override
            public double after() {
                long all = examples;
                examples = 0;
                return all;
            }
        };
    }
}
