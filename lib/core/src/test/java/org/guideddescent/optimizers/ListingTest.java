package org.guideddescent.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.guideddescent.rule.Family;
import org.junit.jupiter.api.Test;

class ListingTest {
    @Test
    void theListingIsATableOfItsEntries() {
        var listing = Optimizers.list();
        var table = listing.table();
        assertEquals(List.of("name", "family", "call", "says", "source"), table.columnNames());
        assertEquals(listing.entries().size(), table.rowCount());
        var sgd = table.where(table.stringColumn("name").isEqualTo("sgd"));
        assertEquals(1, sgd.rowCount());
        assertEquals(Family.FIRST_ORDER.name(), sgd.stringColumn("family").get(0));
        assertEquals("sgd(rate)", sgd.stringColumn("call").get(0));
        assertEquals("Step along the gradient.", sgd.stringColumn("says").get(0));
        assertEquals("Robbins and Monro, 1951", sgd.stringColumn("source").get(0));
        int some = listing.of(Family.FIRST_ORDER).entries().size();
        assertEquals(some, listing.of(Family.FIRST_ORDER).table().rowCount());
    }
}
