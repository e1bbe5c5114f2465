package org.guideddescent.kernel.protocol;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Optional;
import org.guideddescent.kernel.jshell.CellShell;
import org.guideddescent.kernel.jshell.Outcome;
import org.guideddescent.kernel.wire.Message;

/** execute_request: runs a cell, publishes what it shows, answers with its status. */
final class Execution implements Handler {
    private final Session session;
    private final CellOutput output;
    private final History history;
    private int count;

    Execution(Session session, CellOutput output, History history) {
        this.session = session;
        this.output = output;
        this.history = history;
    }

    @Override
    public JsonObject handle(Message request) throws InterruptedException {
        output.begin(request);
        output.takePayload();
        try {
            return session.onCellThread(shell -> shell.cell(() -> execute(request.content(), shell)));
        } finally {
            output.flush();
        }
    }

    private JsonObject execute(JsonObject content, CellShell shell) {
        String code = Json.text(content, "code", "");
        boolean silent = Json.flag(content, "silent", false);
        boolean counted = !silent && Json.flag(content, "store_history", true);
        if (counted) {
            count++;
        }
        if (!silent) {
            output.publish("execute_input", Json.of("code", code, "execution_count", count));
        }
        Shown shown = evaluate(code, shell);
        if (counted) {
            history.add(count, code, shown.text());
        }
        JsonObject reply = silent && shown.failure() == null ? Json.ok() : publish(shown, silent);
        reply.addProperty("execution_count", count);
        if (shown.failure() == null) {
            reply.add("user_expressions", expressions(content, shell));
            reply.add("payload", output.takePayload());
        }
        return reply;
    }

    /** Exactly one is set; both are null for a cell without a value. */
    private record Shown(DisplayData data, Outcome.Failure failure) {
        String text() {
            Object text = data == null ? null : data.getData(MIMEType.TEXT_PLAIN);
            return text == null ? null : text.toString();
        }
    }

    private Shown evaluate(String code, CellShell shell) {
        try {
            Outcome outcome = session.run(code, count);
            if (outcome instanceof Outcome.Failure failure) {
                return new Shown(null, failure);
            }
            Optional<Object> value = ((Outcome.Value) outcome).value();
            return new Shown(
                    value.map(v -> shell.userCode(() -> session.render(v))).orElse(null), null);
        } catch (Throwable e) { // A result's own toString may throw anything, and must not end the kernel.
            return new Shown(null, shell.failure(e));
        }
    }

    private JsonObject publish(Shown shown, boolean silent) {
        if (shown.failure() != null) {
            JsonObject error = error(shown.failure());
            if (!silent) {
                output.publish("error", error.deepCopy());
            }
            error.addProperty("status", "error");
            return error;
        }
        if (shown.data() != null) {
            output.result(shown.data(), count);
        }
        return Json.ok();
    }

    private static JsonObject error(Outcome.Failure failure) {
        return Json.of("ename", failure.type(), "evalue", failure.message(), "traceback", Json.array(failure.lines()));
    }

    private JsonObject expressions(JsonObject content, CellShell shell) {
        JsonObject answers = new JsonObject();
        JsonObject asked = Json.object(content, "user_expressions");
        for (String name : asked.keySet()) {
            answers.add(name, expression(asked, name, shell));
        }
        return answers;
    }

    private JsonObject expression(JsonObject asked, String name, CellShell shell) {
        Shown shown;
        try {
            shown = evaluate(Json.text(asked, name, ""), shell);
        } catch (IllegalArgumentException e) {
            shown = new Shown(null, shell.refusal(e));
        }
        JsonObject answer;
        if (shown.failure() != null) {
            answer = error(shown.failure());
            answer.addProperty("status", "error");
        } else {
            answer = Json.bundle(shown.data() == null ? new DisplayData("") : shown.data());
            answer.remove("transient");
            answer.addProperty("status", "ok");
        }
        return answer;
    }
}
