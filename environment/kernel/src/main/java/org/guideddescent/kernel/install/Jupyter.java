package org.guideddescent.kernel.install;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Jupyter says of itself. version: its answer in one line. */
record Jupyter(Path program, String version) {
    private static final Pattern CORE = Pattern.compile("jupyter_(core|client)\\s*:\\s*([\\d.]+)");

    /** What `jupyter --paths --json` answers, as far as we read it. */
    private record Paths(@SerializedName("data") List<String> data) {}

    /** Throws IllegalArgumentException that says how to get one. */
    static Jupyter of(Machine machine) {
        String cure =
                "; install Jupyter, for example with pip install notebook, or activate the environment that has it";
        Path program =
                onPath(machine).orElseThrow(() -> new IllegalArgumentException("there is no jupyter on PATH" + cure));
        Programs.Answer answer = machine.run(program.toString(), "--version")
                .orElseThrow(() -> new IllegalArgumentException(program + " does not answer" + cure));
        if (!answer.succeeded()) {
            throw new IllegalArgumentException(program + " does not work: " + answer.complaint() + cure);
        }
        List<String> parts = CORE.matcher(answer.out())
                .results()
                .map(m -> "jupyter_" + m.group(1) + " " + m.group(2))
                .toList();
        return new Jupyter(program, parts.isEmpty() ? answer.out().strip() : String.join(", ", parts));
    }

    /** The data folders that Jupyter searches: as it says itself, else as its documentation says. */
    static List<Path> searched(Machine machine) {
        return onPath(machine)
                .flatMap(p -> machine.run(p.toString(), "--paths", "--json"))
                .filter(Programs.Answer::succeeded)
                .flatMap(answer -> data(answer.out()))
                .orElseGet(() -> JupyterPaths.searched(machine));
    }

    private static Optional<List<Path>> data(String json) {
        try {
            return Optional.ofNullable(new Gson().fromJson(json, Paths.class))
                    .map(Paths::data)
                    .map(data -> data.stream().map(Path::of).toList());
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> onPath(Machine machine) {
        return ClassPathText.split(machine.variable("PATH").orElse(""), machine.separator()).stream()
                .map(folder -> Path.of(folder, machine.program("jupyter")))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
