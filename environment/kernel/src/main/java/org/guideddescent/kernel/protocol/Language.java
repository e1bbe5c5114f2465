package org.guideddescent.kernel.protocol;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
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
        int start = CodePoints.fromIndex(code, found.start());
        int end = CodePoints.fromIndex(code, found.end());
        return Json.ok(
                "matches",
                found.matches(),
                "cursor_start",
                start,
                "cursor_end",
                end,
                "metadata",
                Json.of("_jupyter_types_experimental", types(found, start, end)));
    }

    /** As ipykernel sends them: what each match is, for the icon before it. */
    private static List<JsonObject> types(Completion found, int start, int end) {
        return IntStream.range(0, found.matches().size())
                .mapToObj(i -> Json.of(
                        "text", found.matches().get(i), "type", found.types().get(i), "start", start, "end", end))
                .toList();
    }

    JsonObject inspect(Message request) throws InterruptedException {
        String code = Json.text(request.content(), "code", "");
        int cursor = cursor(request, code);
        boolean detailed = Json.number(request.content(), "detail_level", 0) > 0;
        List<String> found = session.onCellThread(
                shell -> session.magics().inspect(code, cursor).map(List::of).orElseGet(() -> shell.questions()
                        .inspect(code, cursor, detailed)));
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
