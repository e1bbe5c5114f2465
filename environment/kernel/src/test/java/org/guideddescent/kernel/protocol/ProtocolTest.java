package org.guideddescent.kernel.protocol;

import static org.guideddescent.kernel.protocol.FrontEnd.printed;
import static org.guideddescent.kernel.protocol.FrontEnd.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.stream.IntStream;
import org.guideddescent.kernel.wire.Message;
import org.junit.jupiter.api.Test;

/** What the message protocol promises, asked of a running kernel. */
class ProtocolTest extends KernelFixture {

    @Test
    void speaksVersionFiveFourAndHasNoDebugger() {
        Message info = page.ask(page.control(), "kernel_info_request", new JsonObject());
        assertEquals("5.4", text(info, "protocol_version"));
        assertEquals("5.4", info.header().get("version").getAsString());
        assertFalse(info.content().get("debugger").getAsBoolean());
        Message refused =
                page.ask(page.control(), "debug_request", Json.of("seq", 7, "type", "request", "command", "attach"));
        assertEquals("debug_reply", refused.type());
        assertFalse(refused.content().get("success").getAsBoolean());
        assertEquals(7, refused.content().get("request_seq").getAsInt());
        assertFalse(text(refused, "message").isEmpty());
    }

    @Test
    void namesItsPorts() {
        Message reply = page.ask(page.shell(), "connect_request", new JsonObject());
        assertEquals(
                kernel.connection().iopubPort(),
                reply.content().get("iopub_port").getAsInt());
    }

    @Test
    void anUnknownTypeIsBusyThenIdleAndHasNoReply() {
        page.run("0"); // Reads what earlier tests left unread.
        Message unknown = page.send(page.shell(), "fortune_request", new JsonObject());
        assertEquals(
                List.of("busy", "idle"),
                page.outputOf(unknown).stream()
                        .map(m -> text(m, "execution_state"))
                        .toList());
        Message next = page.send(page.shell(), "kernel_info_request", new JsonObject());
        assertEquals(
                next.id(), page.receive(page.shell()).parent().get("msg_id").getAsString());
    }

    @Test
    void aFieldOfTheWrongTypeIsAnErrorReplyThatNamesIt() {
        Message reply = page.ask(page.shell(), "complete_request", Json.of("code", "a", "cursor_pos", "far"));
        assertEquals("error", text(reply, "status"));
        assertEquals("cursor_pos must be a whole number, got far", text(reply, "evalue"));
        for (String field : List.of("code", "silent", "store_history", "stop_on_error")) {
            Message answer = page.ask(page.shell(), "execute_request", Json.of(field, List.of(1)));
            assertTrue(List.of("ok", "error").contains(text(answer, "status")), field);
        }
        Message executed = page.ask(
                page.shell(),
                "execute_request",
                Json.of("code", "1", "user_expressions", Json.of("a", List.of(), "b", "6 * 7")));
        JsonObject expressions = executed.content().getAsJsonObject("user_expressions");
        assertEquals("error", expressions.getAsJsonObject("a").get("status").getAsString());
        assertEquals("ok", expressions.getAsJsonObject("b").get("status").getAsString());
    }

    @Test
    void twoFrontEndsGetTheirOwnReplies() {
        try (FrontEnd other = kernel.connect()) {
            for (int i = 0; i < 20; i++) {
                FrontEnd asking = i % 2 == 0 ? page : other;
                FrontEnd idle = i % 2 == 0 ? other : page;
                Message request = asking.execute(i + " * 2");
                Message reply = asking.receive(asking.shell());
                assertEquals(request.header(), reply.parent());
                assertEquals(null, idle.shell().recv(org.zeromq.ZMQ.DONTWAIT));
            }
        }
    }

    @Test
    void aFrontEndThatDiesInMidCellLeavesTheKernelToTheNext() {
        FrontEnd dying = kernel.connect();
        dying.execute("for (int i = 0; i < 20; i++) { System.out.println(i); Thread.sleep(50); } int survived = 17;");
        dying.published("stream");
        dying.close();
        try (FrontEnd next = kernel.connect()) {
            Message asked = next.execute("survived + 1");
            assertEquals("18", FrontEnd.result(next.outputOf(asked), "text/plain"));
        }
    }

    @Test
    void aFrontEndMayComeBackUnderItsOldIdentity() {
        // ZeroMQ would otherwise refuse it while the lost connection seems to live.
        Message before = page.ask(page.shell(), "kernel_info_request", new JsonObject());
        try (FrontEnd again = new FrontEnd(kernel.connection())) {
            assertEquals("ok", text(again.run("1"), "status"));
        }
        assertEquals("ok", text(before, "status"));
        assertEquals("ok", text(page.run("1"), "status"));
    }

    @Test
    void aHundredMegabytesAreAllDelivered() {
        Message request = page.execute(
                "byte[] piece = \"x\".repeat(1 << 20).getBytes(); for (int i = 0; i < 100; i++) System.out.write(piece);");
        long characters = 0;
        boolean idle = false;
        while (!idle) {
            Message next = page.published("stream", "status");
            if (request.header().get("msg_id").equals(next.parent().get("msg_id"))) {
                characters += text(next, "text").length();
                assertTrue(text(next, "text").length() <= 1 << 18, "one message holds too much");
                idle = text(next, "execution_state").equals("idle");
            }
        }
        assertEquals(100L << 20, characters);
        assertEquals("ok", text(page.replyTo(page.shell(), request), "status"));
    }

    @Test
    void aThousandThreadsPrintWithoutLosingALine() {
        Message request = page.execute("Thread[] printers = new Thread[1000];"
                + " for (int i = 0; i < 1000; i++) { int n = i; printers[i] = new Thread(() ->"
                + " System.out.println(\"line \" + n)); printers[i].start(); }"
                + " for (Thread t : printers) t.join();");
        List<String> lines =
                printed(page.outputOf(request), "stdout").lines().sorted().toList();
        assertEquals(
                IntStream.range(0, 1000).mapToObj(n -> "line " + n).sorted().toList(), lines);
    }

    @Test
    void aBackgroundThreadPrintsUnderItsCellAfterItsEnd() {
        Message request =
                page.execute("new Thread(() -> { try { Thread.sleep(500); } catch (InterruptedException e) { }"
                        + " System.out.println(\"later\"); }).start();");
        page.outputOf(request);
        Message late = page.published("stream");
        assertEquals("later\n", text(late, "text"));
        assertEquals(request.header(), late.parent());
    }

    @Test
    void asksForInputAndForPasswords() {
        Message cell =
                page.execute("getKernelInstance().ask(\"who? \", false) + getKernelInstance().ask(\"pass \", true)");
        Message first = page.receive(page.stdin());
        assertEquals("input_request", first.type());
        assertEquals("who? ", text(first, "prompt"));
        assertFalse(first.content().get("password").getAsBoolean());
        // A malformed answer and one to another question leave the question open.
        page.send(page.stdin(), "input_reply", new JsonObject());
        page.send(page.stdin(), "input_reply", Json.of("value", List.of(1)));
        Message stale = page.message("input_reply", Json.of("value", "stale"), List.of());
        page.send(
                page.stdin(),
                new Message(
                        List.of(),
                        stale.header(),
                        Json.of("msg_id", "another"),
                        new JsonObject(),
                        stale.content(),
                        List.of()));
        page.send(page.stdin(), "input_reply", Json.of("value", "me"));
        Message second = page.receive(page.stdin());
        assertTrue(second.content().get("password").getAsBoolean());
        page.send(page.stdin(), "input_reply", Json.of("value", "!"));
        assertEquals("me!", FrontEnd.result(page.outputOf(cell), "text/plain"));
    }

    @Test
    void theBaseKernelsInputAsksTheSameWay() {
        Message cell = page.execute("new Scanner(getKernelInstance().getIO().in).nextLine()");
        Message question = page.receive(page.stdin());
        assertEquals("input_request", question.type());
        page.send(page.stdin(), "input_reply", Json.of("value", "a line"));
        assertEquals("a line", FrontEnd.result(page.outputOf(cell), "text/plain"));
    }

    @Test
    void withoutInputReadingFailsAtOnce() {
        Message reply =
                page.ask(page.shell(), "execute_request", Json.of("code", "System.in.read()", "allow_stdin", false));
        assertEquals("error", text(reply, "status"));
        assertTrue(text(reply, "evalue").contains("takes no input"), reply::toString);
        assertEquals("java.io.IOException", text(reply, "ename"));
    }

    @Test
    void anInterruptAbandonsAQuestionThatNobodyAnswers() {
        Message cell = page.execute("System.in.read()");
        page.receive(page.stdin());
        page.ask(page.control(), "interrupt_request", new JsonObject());
        assertEquals("error", text(page.replyTo(page.shell(), cell), "status"));
    }

    @Test
    void aPageComesWithTheReply() {
        Message reply = page.run("getKernelInstance().page(render(\"long text\"))");
        JsonObject payload = reply.content().getAsJsonArray("payload").get(0).getAsJsonObject();
        assertEquals(new JsonPrimitive("page"), payload.get("source"));
        assertEquals(
                "long text", payload.getAsJsonObject("data").get("text/plain").getAsString());
        assertEquals(0, page.run("1").content().getAsJsonArray("payload").size());
    }

    @Test
    void theTextsOfValuesNameClassesAsTheCellDoes() {
        assertEquals(
                "this Mute cannot be shown, because its own code threw Odd: no words at Mute.toString",
                page.result("""
                        class Odd extends RuntimeException { Odd(String message) { super(message); } }
                        class Mute { public String toString() { throw new Odd("no words"); } }
                        new Mute()"""));
        assertEquals("Odd: kept\n\tat make(a cell)", page.result("Odd make() { return new Odd(\"kept\"); }\nmake()"));
        assertTrue(page.result("""
                        class Endless implements Iterator<Integer> {
                            public boolean hasNext() { return true; }
                            public Integer next() { return 1; }
                        }
                        new Endless()""").startsWith("Endless: an iterator"));
    }

    @Test
    void commsCarryDataAndBuffersBothWays() {
        assertEquals("ok", text(page.run("""
                                import io.github.spencerpark.jupyter.kernel.comm.*;
                                import io.github.spencerpark.jupyter.messages.comm.*;
                                class Echo extends Comm {
                                    Echo(CommManager m, String id, String target) { super(m, id, target); }
                                    protected void onMessage(io.github.spencerpark.jupyter.messages.Message<CommMsgCommand> m) {
                                        System.out.print("got " + m.getContent().getData());
                                        if (m.getContent().getData().has("fail")) throw new IllegalStateException("handler");
                                        send(m.getContent().getData(), Map.of("k", "v"), m.getBlobs());
                                    }
                                    protected void onClose(io.github.spencerpark.jupyter.messages.Message<CommCloseCommand> m, boolean ours) {
                                        System.out.print("closed " + ours);
                                    }
                                }
                                getKernelInstance().getCommManager().registerTarget("echo", (m, id, t, msg) -> new Echo(m, id, t));
                                """), "status"));
        page.send(page.shell(), "comm_open", Json.of("comm_id", "e1", "target_name", "echo", "data", new JsonObject()));
        page.send(page.shell(), "comm_open", Json.of("comm_id", "e2", "target_name", "nobody"));
        Message info = page.ask(page.shell(), "comm_info_request", Json.of("target_name", "echo"));
        assertEquals(
                Json.of("e1", Json.of("target_name", "echo")), info.content().getAsJsonObject("comms"));
        assertEquals(
                new JsonObject(),
                page.ask(page.shell(), "comm_info_request", Json.of("target_name", "nobody"))
                        .content()
                        .getAsJsonObject("comms"));

        byte[] buffer = {0, 1, -1, 13, 10};
        Message sent = page.message("comm_msg", Json.of("comm_id", "e1", "data", Json.of("x", 1)), List.of(buffer));
        page.send(page.shell(), sent);
        List<Message> output = page.outputOf(sent);
        assertEquals("got {\"x\":1}", printed(output, "stdout"));
        Message echoed = output.stream()
                .filter(m -> m.type().equals("comm_msg"))
                .findFirst()
                .orElseThrow();
        assertArrayEquals(buffer, echoed.buffers().get(0));
        assertEquals(Json.of("k", "v"), echoed.metadata());

        Message failing = page.send(page.shell(), "comm_msg", Json.of("comm_id", "e1", "data", Json.of("fail", true)));
        assertTrue(printed(page.outputOf(failing), "stderr").contains("handler"));
        Message closed = page.send(page.shell(), "comm_close", Json.of("comm_id", "e1", "data", new JsonObject()));
        assertEquals("closed false", printed(page.outputOf(closed), "stdout"));
        assertEquals(
                new JsonObject(),
                page.ask(page.shell(), "comm_info_request", new JsonObject())
                        .content()
                        .getAsJsonObject("comms"));
    }

    @Test
    void aCellOpensAndClosesAComm() {
        Message cell = page.execute("""
                class Ours extends io.github.spencerpark.jupyter.kernel.comm.Comm {
                    Ours(io.github.spencerpark.jupyter.kernel.comm.CommManager m, String id, String t) { super(m, id, t); }
                    protected void onMessage(io.github.spencerpark.jupyter.messages.Message<io.github.spencerpark.jupyter.messages.comm.CommMsgCommand> m) { }
                    protected void onClose(io.github.spencerpark.jupyter.messages.Message<io.github.spencerpark.jupyter.messages.comm.CommCloseCommand> m, boolean ours) { System.out.print("ours " + ours); }
                }
                var comm = getKernelInstance().getCommManager().openComm("page", (m, id, t, msg) -> { msg.getContent().getData().addProperty("a", 1); return new Ours(m, id, t); });
                comm.close();
                """);
        List<Message> output = page.outputOf(cell);
        Message open = output.stream()
                .filter(m -> m.type().equals("comm_open"))
                .findFirst()
                .orElseThrow();
        assertEquals("page", text(open, "target_name"));
        assertEquals(Json.of("a", 1).toString(), open.content().get("data").toString());
        Message close = output.stream()
                .filter(m -> m.type().equals("comm_close"))
                .findFirst()
                .orElseThrow();
        assertEquals(text(open, "comm_id"), text(close, "comm_id"));
        assertEquals("ours true", printed(output, "stdout"));
    }
}
