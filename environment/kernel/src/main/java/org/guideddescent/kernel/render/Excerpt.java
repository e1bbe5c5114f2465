package org.guideddescent.kernel.render;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;

/** The elements of a collection that are shown; omitted: how many lie between head and tail. */
record Excerpt<T>(List<T> head, long omitted, List<T> tail) {
    /** For a line of text. */
    static <T> Excerpt<T> ofText(Collection<T> all) {
        return of(all, 100, 20, 5);
    }

    /** For the rows of a table. */
    static <T> Excerpt<T> ofRows(Collection<T> all) {
        return of(all, 30, 10, 5);
    }

    /** For the columns of a table. */
    static <T> Excerpt<T> ofColumns(Collection<T> all) {
        return of(all, 20, 10, 5);
    }

    /** All of at most that many elements; of more the first, and the last where they can be reached without the middle. */
    private static <T> Excerpt<T> of(Collection<T> all, int whole, int first, int last) {
        int size = all.size();
        boolean reachable = all instanceof List && all instanceof RandomAccess;
        int tail = size <= whole || !reachable ? 0 : last;
        int head = size <= whole ? size : reachable ? first : first + last;
        List<T> shown = new ArrayList<>(Math.min(head, whole));
        Iterator<T> elements = all.iterator();
        while (shown.size() < head && elements.hasNext()) {
            shown.add(elements.next());
        }
        List<T> rest = new ArrayList<>(tail);
        if (all instanceof List<T> list) {
            for (int i = size - tail; i < size; i++) {
                rest.add(list.get(i));
            }
        }
        return new Excerpt<>(shown, Math.max(0, size - (long) head - tail), rest);
    }

    /** Head and tail in one list. */
    List<T> shown() {
        List<T> both = new ArrayList<>(head);
        both.addAll(tail);
        return both;
    }
}
