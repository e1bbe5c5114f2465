package org.guideddescent.rule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import org.guideddescent.optimizers.Optimizers;
import org.junit.jupiter.api.Test;

/** Rules as text in files of other programs; that each rule arrives as it was is tested with all rules at once. */
class PackedRuleTest {
    private static final AtomicBoolean RUN = new AtomicBoolean();

    @Test
    void aScheduleThatIsALambdaIsRefusedWhenItIsWritten() {
        var rule = Optimizers.sgd(1).schedule(t -> 1.0 / t);
        var e = assertThrows(IllegalArgumentException.class, () -> PackedRule.text(rule));
        assertTrue(e.getMessage().contains("as a record instead of a lambda"), e.getMessage());
    }

    @Test
    void whatIsNoRuleIsRefusedInASentence() {
        var text = PackedRule.text(Optimizers.adamW(1e-3));
        for (var bad : new String[] {"", "Adam", text.substring(0, text.length() / 2), text.replace('A', 'B')}) {
            assertThrows(IllegalArgumentException.class, () -> PackedRule.rule(bad), bad);
        }
    }

    /** What a file from a stranger may try: a class that does something when it is read. */
    private static final class Payload implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private void readObject(ObjectInputStream in) {
            RUN.set(true);
        }
    }

    @Test
    void aClassThatIsNoDataIsNeverMade() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Payload());
        }
        var text = "guided-descent:" + Base64.getEncoder().encodeToString(bytes.toByteArray());
        assertThrows(IllegalArgumentException.class, () -> PackedRule.rule(text));
        assertFalse(RUN.get());
    }
}
