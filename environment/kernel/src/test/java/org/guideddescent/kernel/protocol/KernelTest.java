package org.guideddescent.kernel.protocol;

import static org.guideddescent.kernel.protocol.FrontEnd.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.Message;
import org.guideddescent.kernel.wire.RequestSocket;
import org.guideddescent.kernel.wire.Signer;
import org.junit.jupiter.api.Test;

/** A whole kernel in this process, asked over real sockets as a front end asks. */
class KernelTest extends KernelFixture {

    @Test
    void executesAndShowsTheValueOfTheCell() {
        Message request = page.execute("System.out.print(\"printed\");\n6 * 7");
        Message reply = page.receive(page.shell());
        assertEquals("ok", text(reply, "status"));
        assertEquals(request.header().get("msg_id"), reply.parent().get("msg_id"));
        List<Message> output = page.outputOf(request);
        assertEquals(
                List.of("status", "execute_input", "stream", "execute_result", "status"),
                output.stream().map(Message::type).toList());
        assertEquals("printed", text(output.get(2), "text"));
        assertEquals(
                "42",
                output.get(3)
                        .content()
                        .getAsJsonObject("data")
                        .get("text/plain")
                        .getAsString());
    }

    @Test
    void anErrorAbortsWhatIsQueuedAndNothingLater() {
        Message failing = page.execute("Thread.sleep(1000); throw new IllegalStateException(\"stop\");");
        Message queued = page.execute("1");
        Message reply = page.receive(page.shell());
        assertEquals("error", text(reply, "status"));
        assertEquals("java.lang.IllegalStateException", text(reply, "ename"));
        assertEquals("aborted", text(page.receive(page.shell()), "status"));
        assertTrue(page.outputOf(failing).stream().anyMatch(m -> m.type().equals("error")));
        assertEquals(
                List.of("status", "status"),
                page.outputOf(queued).stream().map(Message::type).toList());
        page.execute("1");
        assertEquals("ok", text(page.receive(page.shell()), "status"));
    }

    @Test
    void aBadSignatureIsDroppedAndTheNextRequestAnswered() {
        Message forged = page.message("execute_request", Json.of("code", "1"), List.of());
        RequestSocket.write(page.shell(), new Codec(new Signer("wrong")).encode(forged));
        Message honest = page.execute("2");
        assertEquals(
                honest.header().get("msg_id"),
                page.receive(page.shell()).parent().get("msg_id"));
    }

    @Test
    void anInterruptStopsAnEndlessCell() throws InterruptedException {
        page.execute("while (true) { }");
        Thread.sleep(1500);
        page.send(page.control(), "interrupt_request", new JsonObject());
        assertEquals("interrupt_reply", page.receive(page.control()).type());
        assertEquals("error", text(page.receive(page.shell()), "status"));
        page.execute("3");
        assertEquals("ok", text(page.receive(page.shell()), "status"));
    }

    @Test
    void refusesCommsByClosingThem() {
        Message open = page.send(page.shell(), "comm_open", Json.of("comm_id", "c1", "target_name", "none"));
        Message closed = page.outputOf(open).get(1);
        assertEquals("comm_close", closed.type());
        assertEquals("c1", text(closed, "comm_id"));
    }

    @Test
    void aMagicThatFailsSpeaksWithoutFramesOfTheKernel() {
        page.execute("%nosuch thing");
        Message reply = page.receive(page.shell());
        assertEquals("error", text(reply, "status"));
        assertFalse(reply.content().get("traceback").toString().contains("\tat"), reply::toString);
        page.execute("lineMagic(\"nosuch\", List.of());");
        String traceback = page.receive(page.shell()).content().get("traceback").toString();
        assertFalse(traceback.contains("at org.guideddescent"), traceback);
    }

    @Test
    void aFloodOfOutputArrivesWhole() {
        Message request = page.execute("for (int i = 0; i < 1 << 14; i++) System.out.println(\"x\".repeat(1023));");
        long characters = page.outputOf(request).stream()
                .filter(m -> m.type().equals("stream"))
                .mapToLong(m -> text(m, "text").length())
                .sum();
        assertEquals(1 << 24, characters);
        assertEquals("ok", text(page.receive(page.shell()), "status"));
    }
}
