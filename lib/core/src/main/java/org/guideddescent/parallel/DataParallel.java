package org.guideddescent.parallel;

import java.nio.file.Path;
import java.util.function.BiFunction;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.Objective;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Run;
import org.guideddescent.train.Seed;
import org.guideddescent.train.Trainer;

/**
 * Synchronous data-parallel training: every rank computes the gradient of its rows of each batch, all take the mean, and all
 * take the same step.
 * <pre>
 *   g = 1/P Σ_r w_r g_r          θ ← one step of the rule with g, at every rank
 * </pre>
 * The run is that of one rank with the whole batch, up to the rounding of a sum of P parts, and bitwise the same at all ranks,
 * which is checked. Rules that ask for the loss, for gradients elsewhere or for curvature products get the team's answers.
 * Rules that watch layers or draw targets, such as K-FAC, are refused: a rank would see its own rows only. Shampoo and SOAP
 * divide their roots and bases among the ranks, see {@link org.guideddescent.rule.Division}.
 * Where a rule itself is at the mercy of rounding, so is the likeness: the first factors of SOAP have a null space unless the
 * gradient is square and of full rank, and its basis is whichever rounding gives.
 *
 * <p>Every rank runs the same program, with batches and an objective of its own making that are functions of one seed:
 * <pre>{@code
 * Threads.run(2, team -> {
 *     var net = Network.of(layers, Loss.CROSS_ENTROPY);
 *     var training = DataParallel.of(team, net, data.batches(128, seed), seed);
 *     var optimizer = training.optimizer(Optimizers.adamW(1e-3), net.initialize(seed.stream("weights")));
 *     return training.train(optimizer, 1000);
 * })
 * }</pre>
 *
 * @param team this rank's place
 * @param objective a mean over examples
 * @param batches whole ones, the same at all ranks
 * @param trainer makes the loop from a divided objective and the batches
 * @param every after so many steps the ranks compare their weights, and before the first and after the last one
 * @param checked whether training begins with a look at whether the objective is a mean over examples
 */
public record DataParallel(
        Team team,
        Objective objective,
        Batches batches,
        BiFunction<Objective, Batches, Trainer> trainer,
        long every,
        boolean checked) {
    private static final long EVERY = 100;

    /**
     * Refuses ranks that never compare.
     *
     * @param team this rank's place
     * @param objective a mean over examples
     * @param batches whole ones, the same at all ranks
     * @param trainer makes the loop from a divided objective and the batches
     * @param every after so many steps the ranks compare their weights, and before the first and after the last one
     * @param checked whether training begins with a look at whether the objective is a mean over examples
     * @throws IllegalArgumentException if every is below 1
     */
    public DataParallel {
        if (every < 1) {
            throw new IllegalArgumentException("steps between two comparisons must be 1 or more, got " + every);
        }
    }

    /**
     * {@return data-parallel training with a plain trainer, comparing every hundred steps}
     *
     * @param team this rank's place
     * @param objective a mean over examples
     * @param batches whole ones, the same at all ranks
     * @param seed recorded in the run
     */
    public static DataParallel of(Team team, Objective objective, Batches batches, Seed seed) {
        return new DataParallel(team, objective, batches, (o, b) -> new Trainer(o, b, seed), EVERY, true);
    }

    /**
     * {@return the same with a trainer of one's own, e.g. {@code (o, b) -> new Trainer(o, b, seed).stoppingAbove(20)}}
     * What asks the objective must be the same at all ranks, for all of them answer; what writes files is for rank 0.
     *
     * @param own makes the loop from a divided objective and the batches
     */
    public DataParallel with(BiFunction<Objective, Batches, Trainer> own) {
        return new DataParallel(team, objective, batches, own, every, checked);
    }

    /**
     * {@return the same, comparing after every so many steps}
     *
     * @param steps at least 1
     */
    public DataParallel comparingEvery(long steps) {
        return new DataParallel(team, objective, batches, trainer, steps, checked);
    }

    /** {@return the same for objectives whose examples act on each other: each rank then has statistics of its own} */
    public DataParallel withoutMeanCheck() {
        return new DataParallel(team, objective, batches, trainer, every, false);
    }

    /**
     * {@return the objective as the team answers for it: each rank computes its rows' part of a whole batch} All ranks
     * must ask it the same in the same order. Curvature products too, if {@link #objective} gives them.
     */
    public Objective divided() {
        return Divided.of(objective, team);
    }

    /**
     * {@return an optimizer that divides its work with the team}
     *
     * @param rule the recipe, the same at all ranks
     * @param theta equal at all ranks
     * @throws IllegalArgumentException if the rule asks for what a divided objective does not give; the message names both
     */
    public Optimizer optimizer(Transform rule, ParamVector theta) {
        var optimizer = new Optimizer(rule, theta, team);
        optimizer.check(divided());
        return optimizer;
    }

    /**
     * As {@link Trainer#train}, at all ranks at once; the losses of the run are those of whole batches.
     *
     * @param optimizer of {@link #optimizer}
     * @param steps in all, those taken before among them
     * @return the record of the run, the same at all ranks but for the seconds
     * @throws TeamException if a rank is lost, or its weights differ from those of rank 0; the message names rank and step
     * @throws IllegalArgumentException if the objective is not a mean over examples
     */
    public Run train(Optimizer optimizer, long steps) {
        var agreement = new Agreement(team, optimizer);
        agreement.require();
        if (checked && team.size() > 1 && steps > optimizer.steps()) {
            MeanCheck.require(objective, optimizer.weights(), batches.at(optimizer.steps() + 1), team);
        }
        long begin = optimizer.steps();
        Batches comparing = t -> {
            if (optimizer.steps() > begin && optimizer.steps() % every == 0) {
                agreement.require();
            }
            return batches.at(t);
        };
        var run = trainer(comparing).train(optimizer, steps);
        agreement.require();
        return run;
    }

    /**
     * Rank 0 writes a checkpoint, as {@link Trainer#save}, while the others wait; if it cannot, all are told.
     *
     * @param optimizer of {@link #optimizer}, at the same step at all ranks
     * @param file made, or replaced, by rank 0
     * @throws java.io.UncheckedIOException at rank 0, with the path; at the others a {@link TeamException} with its words
     */
    public void save(Optimizer optimizer, Path file) {
        Courier.together(team, () -> {
            if (team.rank() == 0) {
                trainer(batches).save(optimizer, file);
            }
        });
    }

    /**
     * Rank 0 reads a checkpoint and the others get it from there, so only rank 0 needs the file. Training then continues
     * bitwise, with the same number of ranks.
     *
     * @param optimizer of {@link #optimizer}; modified, with its weights
     * @param file what {@link #save} wrote, read by rank 0
     * @throws IllegalArgumentException if it does not fit, as {@link Trainer#load}
     */
    public void load(Optimizer optimizer, Path file) {
        Courier.distribute(team, file, copy -> trainer(batches).load(optimizer, copy));
        new Agreement(team, optimizer).require();
    }

    private Trainer trainer(Batches from) {
        return trainer.apply(divided(), from);
    }
}
