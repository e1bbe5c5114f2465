package org.guideddescent.spark;

import java.io.Serializable;

/** What a cell can say. */
@FunctionalInterface
public interface Task extends Serializable {
    String call() throws Exception;
}
