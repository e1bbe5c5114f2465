package org.guideddescent.compute;

import java.util.List;

/**
 * An elementwise program: for every index, read the buffers, compute, write some of them. All reads of an index come
 * before its writes, and an index touches no other.
 *
 * @param buffers how many buffers the program works on
 * @param scalars how many numbers are given anew at each run
 * @param writes what is written, each buffer at most once
 */
public record Program(int buffers, int scalars, List<Write> writes) {
    /**
     * buffer[i] ← value.
     *
     * @param buffer place of the array in the list that the program is compiled with, from 0
     * @param value what is written at every index
     */
    public record Write(int buffer, Expr value) {}

    /**
     * Refuses a program that writes nothing, or a buffer twice.
     *
     * @param buffers how many buffers the program works on
     * @param scalars how many numbers are given anew at each run
     * @param writes what is written, each buffer at most once
     * @throws IllegalArgumentException if there are no writes, or two to one buffer
     */
    public Program {
        writes = List.copyOf(writes);
        if (writes.isEmpty()) {
            throw new IllegalArgumentException("a program must write something");
        }
        if (writes.stream().map(Write::buffer).distinct().count() != writes.size()) {
            throw new IllegalArgumentException("a program writes each buffer at most once");
        }
    }
}
