package org.guideddescent.compute;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program ready to run: block by block, read what is read, compute, write what is written. */
final class Elementwise implements Compiled, Workers.Task {
    private final Program program;
    private final Workers workers;
    /** Keeps the memory at {@link #addresses} alive. */
    private final INDArray[] owners;

    private final long[] addresses;
    private final int[] loads;
    private final int[] stores;
    private final long length;
    private final Kernel.Floats floats;
    private final Kernel.Doubles doubles;
    private final float[] floatScalars;
    private final double[] doubleScalars;

    Elementwise(Workers workers, Program program, INDArray... buffers) {
        this.program = program;
        this.workers = workers;
        owners = buffers.clone();
        addresses = new long[buffers.length];
        for (var i = 0; i < buffers.length; i++) {
            addresses[i] = Memory.address(buffers[i]);
        }
        length = buffers[0].length();
        var isFloat = buffers[0].dataType() == DataType.FLOAT;
        var source = new JavaSource(program, isFloat ? "float" : "double");
        loads = source.loads.stream().mapToInt(Integer::intValue).toArray();
        stores = program.writes().stream().mapToInt(Program.Write::buffer).toArray();
        var kernel = source.kernel();
        floats = isFloat ? (Kernel.Floats) kernel : null;
        doubles = isFloat ? null : (Kernel.Doubles) kernel;
        var numbers = program.scalars() + source.literals.size();
        floatScalars = new float[isFloat ? numbers : 0];
        doubleScalars = new double[isFloat ? 0 : numbers];
        for (var i = 0; i < source.literals.size(); i++) {
            set(program.scalars() + i, source.literals.get(i));
        }
    }

    private void set(int index, double value) {
        if (floats != null) {
            floatScalars[index] = (float) value;
        } else {
            doubleScalars[index] = value;
        }
    }

    // One run at a time: the scalars of a second would mix with the first's.
    @Override
    public synchronized void run(double[] scalars) {
        Shapes.scalars(program, scalars);
        for (var i = 0; i < scalars.length; i++) {
            set(i, scalars[i]);
        }
        var blocks = Math.toIntExact((length + Scratch.BLOCK - 1) / Scratch.BLOCK);
        try {
            if (length < Sweep.PARALLEL) {
                for (var block = 0; block < blocks; block++) {
                    run(block);
                }
            } else {
                workers.run(this, blocks);
            }
        } finally {
            Reference.reachabilityFence(owners);
        }
    }

    @Override
    public void run(int chunk) {
        var start = (long) chunk * Scratch.BLOCK;
        var n = (int) Math.min(Scratch.BLOCK, length - start);
        if (floats != null) {
            var blocks = Scratch.current().floats(addresses.length, n);
            for (var buffer : loads) {
                Memory.read(addresses[buffer] + 4 * start, blocks[buffer], n);
            }
            floats.run(blocks, floatScalars, n);
            for (var buffer : stores) {
                Memory.write(addresses[buffer] + 4 * start, blocks[buffer], n);
            }
        } else {
            var blocks = Scratch.current().doubles(addresses.length, n);
            for (var buffer : loads) {
                Memory.read(addresses[buffer] + 8 * start, blocks[buffer], n);
            }
            doubles.run(blocks, doubleScalars, n);
            for (var buffer : stores) {
                Memory.write(addresses[buffer] + 8 * start, blocks[buffer], n);
            }
        }
    }
}
