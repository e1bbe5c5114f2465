package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.guideddescent.kernel.wire.Message;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an editor asks, in the messages of the protocol; the answers themselves are tested with the shell. */
class LanguageTest extends KernelFixture {

    @BeforeAll
    void declare() {
        page.run("int answerOfAll = 42;");
    }

    @Test
    void cursorsCountCodePoints() {
        String before = "var smile = \"\ud83d\ude00\ud83d\ude00\"; ";
        String code = before + "answerOf + \"\ud83d\ude00\"";
        int start = before.codePointCount(0, before.length());
        JsonObject reply = ask("complete_request", code, start + "answerOf".length(), 0);
        assertEquals("[\"answerOfAll\"]", reply.get("matches").toString());
        assertEquals(start, reply.get("cursor_start").getAsInt());
        assertEquals(start + "answerOf".length(), reply.get("cursor_end").getAsInt());
    }

    @Test
    void eachMatchSaysWhatItIs() {
        JsonObject type = ask("complete_request", "1 + answer", 10, 0)
                .getAsJsonObject("metadata")
                .getAsJsonArray("_jupyter_types_experimental")
                .get(0)
                .getAsJsonObject();
        assertEquals(Json.of("text", "answerOfAll", "type", "instance", "start", 4, "end", 10), type);
        assertEquals(
                "magic",
                ask("complete_request", "%mave", 5, 0)
                        .getAsJsonObject("metadata")
                        .getAsJsonArray("_jupyter_types_experimental")
                        .get(0)
                        .getAsJsonObject()
                        .get("type")
                        .getAsString());
    }

    @Test
    void theDetailLevelDecidesWhetherTheSourceIsShown() {
        String brief = text(ask("inspect_request", "answerOfAll", 3, 0));
        String full = text(ask("inspect_request", "answerOfAll", 3, 1));
        assertEquals("int answerOfAll = 42", brief);
        assertTrue(full.startsWith(brief) && full.contains("int answerOfAll = 42;"), full);
    }

    @Test
    void magicsAreInspectedAndCompletedAsBefore() {
        assertTrue(text(ask("inspect_request", "%maven a:b:1", 3, 0)).contains("%maven"));
        assertFalse(ask("inspect_request", "%maven a:b:1", 10, 0).get("found").getAsBoolean());
    }

    @Test
    void whatIsUnknownIsNotFound() {
        JsonObject reply = ask("inspect_request", "noSuchNameAtAll", 5, 0);
        assertFalse(reply.get("found").getAsBoolean());
        assertEquals(new JsonObject(), reply.getAsJsonObject("data"));
        assertEquals("ok", reply.get("status").getAsString());
    }

    private JsonObject ask(String type, String code, int cursor, int detail) {
        Message reply =
                page.ask(page.shell(), type, Json.of("code", code, "cursor_pos", cursor, "detail_level", detail));
        return reply.content();
    }

    private static String text(JsonObject reply) {
        return reply.getAsJsonObject("data").get("text/plain").getAsString();
    }
}
