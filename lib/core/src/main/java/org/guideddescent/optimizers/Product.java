package org.guideddescent.optimizers;

import java.util.function.LongToDoubleFunction;

/** f(1) f(2) … f(t). Remembers the last answer, since steps come one by one; any other t is computed anew. */
final class Product {
    private final LongToDoubleFunction f;
    private long at;
    private double value = 1;

    Product(LongToDoubleFunction f) {
        this.f = f;
    }

    double upTo(long t) {
        if (t < at) {
            at = 0;
            value = 1;
        }
        while (at < t) {
            at++;
            value *= f.applyAsDouble(at);
        }
        return value;
    }
}
