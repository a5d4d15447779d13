package dev.slipway.terraform.change;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.Provider.Applied;
import dev.slipway.provider.Provider.ApplyRequest;
import dev.slipway.terraform.plan.ResourceChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Applies the planned change of one instance with its provider. Stateless; safe for many threads.
public final class InstanceApplier {
    private static final System.Logger LOG = System.getLogger(InstanceApplier.class.getName());

    private InstanceApplier() {}

    /// What is there now, null if nothing is; and whether all went as planned.
    public record Result(@Nullable LiveObject live, boolean good) {}

    /// Plans once more, now that more is known, and applies that. What failed half-way is there,
    /// and tainted if it was to be made.
    public static Result apply(PlanInput input, ResourceChange planned, Diagnostics diagnostics) {
        InstancePlan plan = InstancePlanner.plan(input, diagnostics);
        if (plan == null || !agrees(input, planned, plan, diagnostics)) {
            return new Result(input.prior(), false);
        }
        return apply(input, plan, diagnostics);
    }

    /// Makes an object that nobody planned; null if that fails.
    public static @Nullable LiveObject make(PlanInput input, Diagnostics diagnostics) {
        InstancePlan plan = InstancePlanner.plan(input, diagnostics);
        return plan == null ? null : apply(input, plan, diagnostics).live();
    }

    private static Result apply(PlanInput input, InstancePlan plan, Diagnostics diagnostics) {
        Value config = Marks.plain(input.config());
        Value before = Marks.plain(plan.change().before());
        Value after = Marks.plain(plan.change().after());
        Answer<Applied> answer =
                input.provider()
                        .applyResourceChange(
                                input.type(),
                                new ApplyRequest(
                                        before,
                                        after,
                                        config,
                                        plan.plannedPrivate(),
                                        input.providerMeta(),
                                        plan.identity()));
        input.source().tell(answer.diagnostics(), diagnostics);
        Applied applied = answer.value();
        if (applied.value().isNull()) {
            if (!answer.hasErrors()) {
                blame(input, "the object is absent", diagnostics);
            }
            return new Result(null, false);
        }
        boolean good = !answer.hasErrors() && isAsPlanned(input, after, applied, diagnostics);
        Value value = known(input, applied.value(), diagnostics);
        Map<ValuePath, Set<Mark>> marks = new LinkedHashMap<>();
        Marks.of(plan.change().after()).forEach(marks::put);
        boolean isNew = input.prior() == null;
        LiveObject live =
                new LiveObject(
                        Marks.put(value, input.schema().block(), marks),
                        isNew && !good,
                        applied.privateData(),
                        applied.identity(),
                        List.of(),
                        false);
        return new Result(live, good);
    }

    private static boolean agrees(
            PlanInput input, ResourceChange planned, InstancePlan plan, Diagnostics diagnostics) {
        List<PlanRules.Problem> problems =
                PlanRules.ofResult(
                        Marks.plain(planned.change().after()), Marks.plain(plan.change().after()));
        if (problems.isEmpty()) {
            return true;
        }
        input.source()
                .blame(
                        "Provider produced inconsistent final plan",
                        "When expanding the plan for "
                                + input.source().address()
                                + " to include new values learned so far during apply, the provider"
                                + " changed what was planned:"
                                + InstancePlanner.listed(problems),
                        diagnostics);
        return false;
    }

    private static boolean isAsPlanned(
            PlanInput input, Value planned, Applied applied, Diagnostics diagnostics) {
        List<PlanRules.Problem> problems = PlanRules.ofResult(planned, applied.value());
        if (problems.isEmpty()) {
            return true;
        }
        if (applied.legacyTypes()) {
            problems.forEach(each ->
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "Result of an old provider breaks a rule. address={0} problem={1}",
                            input.source().address(),
                            each));
            return true;
        }
        blame(input, InstancePlanner.listed(problems).strip(), diagnostics);
        return false;
    }

    private static void blame(PlanInput input, String what, Diagnostics diagnostics) {
        input.source()
                .blame(
                        "Provider produced inconsistent result after apply",
                        "After applying changes to "
                                + input.source().address()
                                + ", the provider returned something unexpected: "
                                + what,
                        diagnostics);
    }

    /// A state keeps no unknown values; those that a provider leaves become null.
    private static Value known(PlanInput input, Value value, Diagnostics diagnostics) {
        if (value.isWhollyKnown()) {
            return value;
        }
        blame(input, "values are still unknown", diagnostics);
        return Values.transform(
                value, each -> each instanceof Value.Unknown ? Value.nullOf(each.type()) : each);
    }

    /// Whether the object is gone.
    public static boolean destroy(
            PlanInput input, ResourceChange planned, Diagnostics diagnostics) {
        LiveObject prior = input.prior();
        if (prior == null) {
            return true;
        }
        Value nothing = Value.nullOf(input.schema().block().type());
        boolean replaced = planned.action().isReplace();
        Answer<Applied> answer =
                input.provider()
                        .applyResourceChange(
                                input.type(),
                                new ApplyRequest(
                                        Marks.plain(prior.value()),
                                        nothing,
                                        nothing,
                                        replaced
                                                ? prior.privateData()
                                                : planned.details().plannedPrivate(),
                                        input.providerMeta(),
                                        null));
        input.source().tell(answer.diagnostics(), diagnostics);
        if (!answer.hasErrors() && !answer.value().value().isNull()) {
            blame(input, "the object is still there after it was destroyed", diagnostics);
            return false;
        }
        return !answer.hasErrors();
    }
}
