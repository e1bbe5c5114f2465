package org.guideddescent.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the tables of migrate.md call ours is ours, and no name of the others is missing. */
class MigrationTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final String TORCH =
            "Adadelta Adafactor Adagrad Adam AdamW SparseAdam Adamax ASGD LBFGS Muon NAdam RAdam"
                    + " RMSprop Rprop SGD swa_utils.AveragedModel swa_utils.SWALR swa_utils.update_bn swa_utils.get_ema_multi_avg_fn"
                    + " clip_grad_norm_ clip_grad_value_ GradScaler LambdaLR MultiplicativeLR StepLR MultiStepLR ConstantLR LinearLR"
                    + " ExponentialLR PolynomialLR CosineAnnealingLR ChainedScheduler SequentialLR ReduceLROnPlateau CyclicLR"
                    + " OneCycleLR CosineAnnealingWarmRestarts";

    /** The lists of optax/__init__.py, optax/contrib and optax/schedules of version 0.2.7. */
    private static final String OPTAX =
            "adabelief adadelta adafactor adagrad adam adamax adamaxw adamw adan amsgrad fromage"
                    + " lamb lars lbfgs lion nadam nadamw noisy_sgd novograd optimistic_adam optimistic_adam_v2"
                    + " optimistic_gradient_descent polyak_sgd radam rmsprop rprop sgd sign_sgd signum sm3 yogi contrib.acprop"
                    + " contrib.ademamix contrib.simplified_ademamix contrib.adopt contrib.cautious contrib.cocob"
                    + " contrib.split_real_and_imaginary contrib.dadapt_adamw contrib.dog contrib.dowg contrib.galore contrib.madgrad"
                    + " contrib.mechanize contrib.momo contrib.momo_adam contrib.muon contrib.differentially_private_aggregate"
                    + " contrib.dpsgd contrib.prodigy contrib.reduce_on_plateau contrib.sam contrib.schedule_free"
                    + " contrib.schedule_free_adamw contrib.schedule_free_sgd contrib.sophia chain named_chain masked partition"
                    + " multi_transform freeze inject_hyperparams MultiSteps apply_every lookahead apply_if_finite"
                    + " add_decayed_weights add_noise clip clip_by_global_norm clip_by_block_rms adaptive_grad_clip"
                    + " skip_large_updates centralize trace incremental_update scale scale_by_learning_rate scale_by_adam"
                    + " scale_by_schedule scale_by_trust_ratio scale_by_backtracking_linesearch scale_by_zoom_linesearch monitor"
                    + " set_to_zero zero_nans keep_params_nonnegative constant_schedule cosine_decay_schedule"
                    + " cosine_onecycle_schedule exponential_decay join_schedules linear_onecycle_schedule linear_schedule"
                    + " piecewise_constant_schedule piecewise_interpolate_schedule polynomial_schedule sgdr_schedule"
                    + " warmup_constant_schedule warmup_cosine_decay_schedule warmup_exponential_decay_schedule";

    /** A line of a table: their names, our expressions, what is said about them. */
    private record Row(List<String> names, List<String> ours, String differs) {}

    private static List<Row> rows() {
        return Project.read(Project.ROOT.resolve("notebooks/guide/migrate.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.contains("| ours |"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
                .map(cells -> new Row(code(cells[0]), cells[1].equals("–") ? List.of() : code(cells[1]), cells[2]))
                .toList();
    }

    private static List<String> code(String cell) {
        var found = new ArrayList<String>();
        Matcher code = CODE.matcher(cell);
        while (code.find()) {
            found.add(code.group(1));
        }
        return found;
    }

    @Test
    void everyExpressionIsARuleOrASchedule() {
        var expressions = rows().stream().flatMap(row -> row.ours().stream()).toList();
        assertTrue(expressions.size() > 100, () -> expressions.size() + " expressions");
        // One list, compiled once: a snippet each would take a minute.
        var list = expressions.stream().map(e -> "(" + e + ")").collect(Collectors.joining(",\n"));
        try (var shell = new Shell()) {
            shell.run("List<Object> ours = Arrays.<Object>asList(\n" + list + ");");
            assertEquals("", shell.run("""
                    for (Object one : ours) {
                        if (!(one instanceof Transform || one instanceof Schedule)) {
                            System.out.println(one + " is neither a rule nor a schedule");
                        }
                    }
                    """));
        }
    }

    @Test
    void everyNameOfTheOthersHasALine() {
        var names = rows().stream()
                .flatMap(row -> row.names().stream())
                .map(name -> name.replaceFirst("\\(.*", ""))
                .toList();
        var missing = Stream.of(TORCH, OPTAX)
                .flatMap(list -> Arrays.stream(list.split(" ", -1)))
                .filter(name -> !names.contains(name))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void whatWeLackIsSaid() {
        var silent = rows().stream().filter(row -> row.differs().isBlank()).toList();
        assertEquals(List.of(), silent);
        assertFalse(rows().stream().allMatch(row -> row.ours().isEmpty()));
    }
}
