package org.guideddescent.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.guideddescent.rule.Scope;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A contiguous stretch of a scope's memory whose parameters have one learning rate, for rules with arrays as long as the scope.
 *
 * @param from where it begins in such an array
 * @param to where it ends there
 */
record Stretch(INDArray direction, INDArray weights, long from, long to, LongToDoubleFunction rate) {
    /** The scope in as few stretches as its memory and its rates allow. */
    static List<Stretch> of(Scope scope) {
        var params = scope.params();
        var all = new ArrayList<Stretch>();
        long from = 0;
        for (int i = 0; i < params.size(); ) {
            var first = params.get(i);
            int j = i + 1;
            while (j < params.size()
                    && params.get(j).offset() == params.get(j - 1).end()
                    && scope.rates().get(params.get(j)).equals(scope.rates().get(first))) {
                j++;
            }
            long end = params.get(j - 1).end();
            long to = from + end - first.offset();
            all.add(new Stretch(
                    Scope.window(scope.direction().flat(), first.offset(), end),
                    Scope.window(scope.theta().flat(), first.offset(), end),
                    from,
                    to,
                    scope.rate(first)));
            from = to;
            i = j;
        }
        return all;
    }

    /** This stretch of an array as long as the scope. */
    INDArray in(INDArray state) {
        return Scope.window(state, from, to);
    }
}
