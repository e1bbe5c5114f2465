package org.guideddescent.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.Role;

/**
 * What the layers of a network declare, in their order. It names the parameters and gives matrices their roles; see the
 * package.
 */
public final class Parameters {
    private static final int NONE = -1;

    private record Wanted(String name, Role role, int rows, int cols, int branch) {}

    private final List<Wanted> wanted = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int matrices;
    private int branches;
    private int branch = NONE;

    Parameters() {}

    /**
     * Declares the next weight [rows × cols], called w1, w2, ….
     *
     * @param rows numbers that come out
     * @param cols numbers that go in
     */
    public void matrix(int rows, int cols) {
        matrices++;
        want("w" + matrices, null, rows, cols);
    }

    /**
     * Declares the bias [rows × 1] of the matrix declared last, which has its number.
     *
     * @param rows numbers in it
     */
    public void bias(int rows) {
        want("b" + matrices, Role.BIAS, rows, 1);
    }

    /**
     * Declares a table of vectors [rows × cols], called e1, e2, ….
     *
     * @param rows vectors in the table
     * @param cols numbers in a vector
     */
    public void embedding(int rows, int cols) {
        want("e" + count("e"), Role.EMBEDDING, rows, cols);
    }

    /**
     * Declares a vector [rows × 1] of a kind that is counted for itself: {@code vector("scale", NORM, 64)} is scale1,
     * scale2, ….
     *
     * @param kind first part of its name
     * @param role what rules take it for
     * @param rows numbers in it
     */
    public void vector(String kind, Role role, int rows) {
        want(kind + count(kind), role, rows, 1);
    }

    /**
     * Declares all that a branch around layers holds; a branch inside it is a part of it.
     *
     * @param inner layers of the branch
     */
    public void branch(Layer inner) {
        boolean outermost = branch == NONE;
        if (outermost) {
            branch = branches++;
        }
        inner.declare(this);
        if (outermost) {
            branch = NONE;
        }
    }

    private void want(String name, Role role, int rows, int cols) {
        wanted.add(new Wanted(name, role, rows, cols, branch));
    }

    private int count(String kind) {
        return counts.merge(kind, 1, Integer::sum);
    }

    /** How many parameters there are. */
    int size() {
        return wanted.size();
    }

    /** How many matrices there are. */
    int matrices() {
        return matrices;
    }

    /** How many branches there are, outermost ones. */
    int branches() {
        return branches;
    }

    /** The branch of each parameter, from 0, or −1 for none. */
    List<Integer> branchOfEach() {
        return wanted.stream().map(Wanted::branch).toList();
    }

    /** Where all of them lie. */
    Layout layout() {
        var layout = Layout.builder();
        boolean embedded = wanted.stream().anyMatch(w -> w.role == Role.EMBEDDING);
        int index = 0;
        for (var w : wanted) {
            index += w.role == null ? 1 : 0;
            layout.add(w.name, w.role == null ? role(index, embedded) : w.role, w.rows, w.cols);
        }
        return layout.build();
    }

    private Role role(int index, boolean embedded) {
        return index == matrices ? Role.OUTPUT : index == 1 && !embedded ? Role.INPUT : Role.HIDDEN;
    }

    /** Those of the layout, in the order of declaration. */
    List<Param> in(Layout layout) {
        return wanted.stream().map(w -> layout.named(w.name)).toList();
    }

    /** What one layer declares. */
    static Parameters of(Layer layer) {
        var own = new Parameters();
        layer.declare(own);
        return own;
    }
}
