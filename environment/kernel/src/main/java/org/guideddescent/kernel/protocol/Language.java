package org.guideddescent.kernel.protocol;

import com.google.gson.JsonObject;
import java.util.List;
import org.guideddescent.kernel.jshell.Questions.Completeness;
import org.guideddescent.kernel.jshell.Questions.Completion;
import org.guideddescent.kernel.wire.Message;

/** The requests of an editor: complete, inspect, is_complete. */
record Language(Session session) {

    JsonObject complete(Message request) throws InterruptedException {
        String code = Json.text(request.content(), "code", "");
        int cursor = cursor(request, code);
        Completion found = session.onCellThread(
                shell -> session.magics().complete(code, cursor).orElseGet(() -> shell.questions()
                        .complete(code, cursor)));
        return Json.ok(
                "matches", found.matches(),
                "cursor_start", CodePoints.fromIndex(code, found.start()),
                "cursor_end", CodePoints.fromIndex(code, found.end()),
                "metadata", new JsonObject());
    }

    JsonObject inspect(Message request) throws InterruptedException {
        String code = Json.text(request.content(), "code", "");
        int cursor = cursor(request, code);
        List<String> found = session.onCellThread(
                shell -> session.magics().inspect(code, cursor).map(List::of).orElseGet(() -> shell.questions()
                        .inspect(code, cursor)));
        JsonObject data = found.isEmpty() ? new JsonObject() : Json.of("text/plain", String.join("\n\n", found));
        return Json.ok("found", !found.isEmpty(), "data", data, "metadata", new JsonObject());
    }

    JsonObject isComplete(Message request) throws InterruptedException {
        String code = Json.text(request.content(), "code", "");
        Completeness answer = session.onCellThread(
                shell -> session.magics().completeness(code).orElseGet(() -> shell.questions()
                        .completeness(code)));
        JsonObject content = Json.of("status", answer.status());
        if (answer.status().equals("incomplete")) {
            content.addProperty("indent", answer.indent());
        }
        return content;
    }

    private static int cursor(Message request, String code) {
        return CodePoints.toIndex(code, Json.number(request.content(), "cursor_pos", code.length()));
    }
}
