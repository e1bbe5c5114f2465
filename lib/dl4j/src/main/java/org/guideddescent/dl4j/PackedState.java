package org.guideddescent.dl4j;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.zip.CRC32;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The memory of a rule as one array of numbers of the network's type, which is what DL4J's files have room for: a mark, the
 * number of steps, a checksum of rule and layout, then each slot in the order of names. What the type cannot hold, such as a
 * double among floats, is four numbers of sixteen bits: raw bits could be those of a NaN, of which writing loses some. An array of
 * zeros means that no step was taken.
 */
final class PackedState {
    private static final int MARK = 48_611;
    private static final int PIECES = 4;
    private static final int HEADER = 1 + 2 * PIECES;

    private final DataType type;
    private final long check;
    private final Collection<INDArray> slots;

    /** @param slots the live arrays of the rule's state, by name */
    PackedState(DataType type, Transform rule, Layout layout, Map<String, INDArray> slots) {
        this.type = type;
        this.slots = slots.values();
        var crc = new CRC32();
        crc.update((rule + "\n" + layout.params()).getBytes(StandardCharsets.UTF_8));
        check = crc.getValue();
    }

    /** Numbers that are needed. */
    long length() {
        return HEADER + slots.stream().mapToLong(this::length).sum();
    }

    private long length(INDArray slot) {
        return slot.length() * (fits(slot) ? 1 : PIECES);
    }

    /** Bytes of codes and numbers of the network's type are one number each. */
    private boolean fits(INDArray slot) {
        return slot.dataType() == type || slot.dataType().width() == 1;
    }

    /** Whether the array holds the memory of anything. */
    static boolean isWritten(INDArray state) {
        return state.length() > HEADER && state.getDouble(0) == MARK;
    }

    /** Whether the array holds the memory of this rule on these parameters. */
    boolean isOwn(INDArray state) {
        return isWritten(state) && state.length() >= length() && integer(state, 1 + PIECES) == check;
    }

    /** state ← the slots and t. */
    void write(long t, INDArray state) {
        if (t == 0) {
            state.assign(0);
            return;
        }
        put(state, 0, new double[] {MARK});
        put(state, 1, pieces(t));
        put(state, 1 + PIECES, pieces(check));
        long at = HEADER;
        for (var slot : slots) {
            var flat = slot.reshape('c', true, slot.length());
            if (fits(slot)) {
                part(state, at, slot.length()).assign(flat);
            } else {
                var numbers = new double[Math.toIntExact(length(slot))];
                for (int i = 0; i < slot.length(); i++) {
                    System.arraycopy(
                            pieces(Double.doubleToRawLongBits(flat.getDouble(i))), 0, numbers, PIECES * i, PIECES);
                }
                put(state, at, numbers);
            }
            at += length(slot);
        }
    }

    /** The slots ← state; returns t. */
    long read(INDArray state) {
        long at = HEADER;
        for (var slot : slots) {
            var flat = slot.reshape('c', true, slot.length());
            if (fits(slot)) {
                flat.assign(part(state, at, slot.length()));
            } else {
                for (int i = 0; i < slot.length(); i++) {
                    flat.putScalar(i, Double.longBitsToDouble(integer(state, at + (long) PIECES * i)));
                }
            }
            at += length(slot);
        }
        return integer(state, 1);
    }

    private static double[] pieces(long bits) {
        var pieces = new double[PIECES];
        for (int i = 0; i < PIECES; i++) {
            pieces[i] = (bits >>> (16 * i)) & 0xFFFF;
        }
        return pieces;
    }

    private static long integer(INDArray state, long at) {
        long bits = 0;
        for (int i = 0; i < PIECES; i++) {
            bits |= (long) state.getDouble(at + i) << (16 * i);
        }
        return bits;
    }

    private void put(INDArray state, long at, double[] numbers) {
        part(state, at, numbers.length).assign(Nd4j.createFromArray(numbers).castTo(type));
    }

    private static INDArray part(INDArray state, long at, long length) {
        return state.reshape(state.length()).get(NDArrayIndex.interval(at, at + length));
    }
}
