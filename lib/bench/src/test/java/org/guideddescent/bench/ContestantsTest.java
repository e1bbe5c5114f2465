package org.guideddescent.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each contestant of the models as a process, with turns of a millisecond. */
class ContestantsTest {
    @ParameterizedTest
    @EnumSource(Subject.class)
    void oursAnswersWithATimeAndItsBytes(Subject subject) {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--add-modules",
                "jdk.incubator.vector",
                "org.guideddescent.bench.worker.OurModel",
                "1",
                "1",
                subject.name().toLowerCase(Locale.ROOT),
                "step");
        try (var fork = new Fork(new Entry(subject.title(), command, Map.of()))) {
            assertTrue(answer(fork).shares().get("activations") > 0);
        }
    }

    /** Where there is no torch, a script says so. */
    @ParameterizedTest
    @CsvSource({"torch_gpt.py, 9 8 2 2 4 3", "torch_convnet.py, 8 3 2 relu", "torch_convnet.py, 8 3 2 pool"})
    void torchAnswersWithATimeOrSaysThatItIsMissing(String script, String arguments) {
        var command = new ArrayList<>(List.of(Programs.python(), "src/main/python/" + script, "1", "1"));
        command.addAll(List.of(arguments.split(" ", -1)));
        try (var fork = new Fork(new Entry(script, command, Map.of()))) {
            if (fork.greeting() instanceof Reply.Failed failed) {
                assertTrue(failed.why().startsWith("no torch"), failed.why());
            } else {
                assertTrue(answer(fork).nanos() > 0);
            }
        }
    }

    private static Reply.Measured answer(Fork fork) {
        if (fork.greeting() instanceof Reply.Failed failed) {
            fail(failed.why());
        }
        return fork.measure();
    }
}
