package org.guideddescent.linalg;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Primitives whose eigendecomposition fails on demand. */
public final class FailingOps {
    private FailingOps() {}

    /** As ops, but eigh throws where fails holds for its matrix, after spoiling the outputs as LAPACK does. */
    public static Ops eighFailing(Ops ops, Predicate<INDArray> fails) {
        return (Ops) Proxy.newProxyInstance(Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, (self, m, args) -> {
            if (m.getName().equals("eigh") && fails.test((INDArray) args[0])) {
                ((INDArray) args[1]).assign(Double.NaN);
                ((INDArray) args[2]).assign(Double.NaN);
                throw new ArithmeticException("eigh: did not converge");
            }
            try {
                return m.invoke(ops, args);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        });
    }
}
