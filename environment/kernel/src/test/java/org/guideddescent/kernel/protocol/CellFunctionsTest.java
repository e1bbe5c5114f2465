package org.guideddescent.kernel.protocol;

import static org.guideddescent.kernel.protocol.FrontEnd.printed;
import static org.guideddescent.kernel.protocol.FrontEnd.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.guideddescent.kernel.wire.Message;
import org.junit.jupiter.api.Test;

/** The functions that every cell can call, and the time limit of a cell, asked of a running kernel. */
class CellFunctionsTest extends KernelFixture {

    /** Answers one question of a cell, whose prompt and secrecy must be these. */
    private void answer(String prompt, boolean password, String value) {
        Message question = page.receive(page.stdin());
        assertEquals("input_request", question.type());
        assertEquals(prompt, text(question, "prompt"));
        assertEquals(password, question.content().get("password").getAsBoolean());
        page.send(page.stdin(), "input_reply", Json.of("value", value));
    }

    private Message refused(String code) {
        Message reply = page.run(code);
        assertEquals("error", text(reply, "status"), reply::toString);
        return reply;
    }

    @Test
    void readLineAndReadPasswordAskWithTheirPrompt() {
        Message cell = page.execute(
                "System.out.print(readLine() + \",\" + readLine(\"name: \") + \",\" + readPassword(\"word: \"))");
        answer("", false, "a");
        answer("name: ", false, "b c");
        answer("word: ", true, "s3cret");
        assertEquals("a,b c,s3cret", printed(page.outputOf(cell), "stdout"));
    }

    @Test
    void aLambdaMayAskAndAPromptComesAfterWhatWasPrinted() {
        Message cell = page.execute("System.out.print(\"before\"); Supplier<String> ask = () -> readLine(\"x\");"
                + " System.out.print(ask.get());");
        answer("x", false, "after");
        assertEquals("beforeafter", printed(page.outputOf(cell), "stdout"));
    }

    @Test
    void aFrontEndThatTakesNoInputIsToldSo() {
        Message reply = page.ask(
                page.shell(), "execute_request", Json.of("code", "readLine(\"name: \")", "allow_stdin", false));
        assertEquals("error", text(reply, "status"));
        assertTrue(text(reply, "evalue").startsWith("this front end takes no input"), reply::toString);
    }

    @Test
    void anInterruptAbandonsAQuestion() {
        Message cell = page.execute("readPassword(\"never \")");
        page.receive(page.stdin());
        page.ask(page.control(), "interrupt_request", new JsonObject());
        Message reply = page.replyTo(page.shell(), cell);
        assertEquals("the cell was interrupted", text(reply, "evalue"));
    }

    @Test
    void aNotebooksOwnMethodsOfTheseNamesWin() {
        Message cell = page.execute("""
                String readLine(String prompt) { return "mine"; }
                void printf(String format, Object... arguments) { System.out.print("own"); }
                <T> Iterable<T> progress(Iterable<T> elements) { return elements; }
                printf(readLine(""));
                for (int i : progress(List.of(1))) System.out.print(i);
                """);
        assertEquals("own1", printed(page.outputOf(cell), "stdout"));
        page.run("%reset");
    }

    @Test
    void aCellThatNeverEndsIsStoppedAtItsLimit() {
        String limit = "the cell was stopped at its limit of ";
        assertEquals(limit + "200 ms", text(refused("%%timeout 200\nwhile (true) { }"), "evalue"));
        assertEquals(
                limit + "1 s",
                text(
                        refused("%%timeout 1 s\nint n = 0;\nwhile (true) { try { n++; } catch (Exception e) { } }"),
                        "evalue"));
        assertEquals(limit + "300 ms", text(refused("%%timeout 300 ms\nThread.sleep(100_000);"), "evalue"));
        assertEquals(limit + "300 ms", text(refused("%%timeout 300 ms\n!sleep 100"), "evalue"));
        assertEquals("ok", text(page.run("%%timeout 1 min\nn > 0"), "status"));
    }

    @Test
    void aCellWithinItsLimitKeepsItsValueAndTheNextIsNotHit() {
        Message cell = page.execute("%%timeout 1000 MILLISECONDS\nint within = 20;\nwithin + 1");
        assertTrue(page.outputOf(cell).stream()
                .anyMatch(m -> m.content().toString().contains("\"text/plain\":\"21\"")));
        assertEquals("ok", text(page.run("Thread.sleep(1500); within"), "status"));
    }

    @Test
    void anErrorWithinALimitNamesTheLineOfTheCell() {
        Message reply = refused("%%timeout 1 min\nint fine = 1;\nint bad = nowhere;");
        assertTrue(reply.content().get("traceback").toString().contains("line 3"), reply::toString);
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        for (String time : new String[] {"", "soon", "5 apples", "0 s", "-1"}) {
            String message = text(refused("%%timeout " + time + "\n1"), "evalue");
            assertTrue(message.contains("%%timeout 5 s") && message.endsWith("'" + time + "'"), message);
        }
    }
}
