package dev.slipway.terraform.change;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.Provider.PlanRequest;
import dev.slipway.provider.Provider.Planned;
import dev.slipway.terraform.builtin.RemoteStates;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Plans one instance with its provider. Stateless; safe for many threads.
public final class InstancePlanner {
    private static final System.Logger LOG = System.getLogger(InstancePlanner.class.getName());

    private InstancePlanner() {}

    /// Null if there can be no plan; then `diagnostics` say why.
    public static @Nullable InstancePlan plan(PlanInput input, Diagnostics diagnostics) {
        Map<ValuePath, Set<Mark>> marks = withoutEphemeral(Marks.of(input.config()));
        Value config = Marks.plain(input.config());
        LiveObject prior = input.prior();
        Value before = prior == null ? nothing(input) : Marks.plain(prior.value());
        if (prior != null) {
            config = Ignoring.apply(input.wishes().ignore(), before, config);
        }
        var complaints = input.provider().validateResourceConfig(input.type(), config);
        input.source().tell(complaints, diagnostics);
        if (complaints.stream().anyMatch(each -> each.isError())) {
            return null;
        }
        ActionReason forced = forced(input);
        boolean anew = prior == null || forced != ActionReason.NONE;
        Planned planned = ask(input, config, anew ? nothing(input) : before, anew, diagnostics);
        if (planned == null) {
            return null;
        }
        List<ValuePath> replace =
                anew ? List.of() : effective(planned.requiresReplace(), before, planned.planned());
        if (!replace.isEmpty()) {
            forced = ActionReason.REPLACE_BECAUSE_CANNOT_UPDATE;
            planned = ask(input, config, nothing(input), true, diagnostics);
            if (planned == null) {
                return null;
            }
        }
        Value after = Marks.put(planned.planned(), input.schema().block(), marks);
        Value shown = prior == null ? nothing(input) : prior.value();
        Action action = action(input, forced, shown, after);
        return new InstancePlan(
                new Change(action, shown, after),
                forced,
                replace,
                planned.plannedPrivate(),
                planned.plannedIdentity());
    }

    /// What is ephemeral is only so in the configuration: it goes where nothing is kept.
    private static Map<ValuePath, Set<Mark>> withoutEphemeral(Map<ValuePath, Set<Mark>> marks) {
        return marks.entrySet().stream()
                .filter(each -> each.getValue().contains(Mark.SENSITIVE))
                .collect(Collectors.toMap(Map.Entry::getKey, _ -> Set.of(Mark.SENSITIVE)));
    }

    private static Value nothing(PlanInput input) {
        return Value.nullOf(input.schema().block().type());
    }

    private static ActionReason forced(PlanInput input) {
        LiveObject prior = input.prior();
        if (prior == null) {
            return ActionReason.NONE;
        }
        if (prior.tainted()) {
            return ActionReason.REPLACE_BECAUSE_TAINTED;
        }
        if (input.wishes().replaceRequested()) {
            return ActionReason.REPLACE_BY_REQUEST;
        }
        return input.wishes().replaceTriggered()
                ? ActionReason.REPLACE_BY_TRIGGERS
                : ActionReason.NONE;
    }

    private static Action action(PlanInput input, ActionReason forced, Value before, Value after) {
        if (input.prior() == null) {
            return Action.CREATE;
        }
        if (forced != ActionReason.NONE) {
            return input.wishes().createBeforeDestroy()
                    ? Action.CREATE_THEN_DELETE
                    : Action.DELETE_THEN_CREATE;
        }
        return before.equals(after) ? Action.NOOP : Action.UPDATE;
    }

    /// `anew`: as if nothing were there, private data included.
    private static @Nullable Planned ask(
            PlanInput input, Value config, Value prior, boolean anew, Diagnostics diagnostics) {
        Value proposed = ProposedNew.of(input.schema().block(), prior, config);
        LiveObject live = input.prior();
        Answer<Planned> answer =
                input.provider()
                        .planResourceChange(
                                input.type(),
                                new PlanRequest(
                                        prior,
                                        proposed,
                                        config,
                                        anew || live == null
                                                ? PrivateData.NONE
                                                : live.privateData(),
                                        input.providerMeta(),
                                        anew || live == null ? null : live.identity()));
        input.source().tell(answer.diagnostics(), diagnostics);
        if (answer.hasErrors()) {
            return null;
        }
        Planned planned = answer.value();
        List<PlanRules.Problem> broken =
                PlanRules.ofPlan(input.schema().block(), prior, config, planned.planned());
        if (broken.isEmpty() || planned.legacyTypes()) {
            broken.forEach(each ->
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "Plan of an old provider breaks a rule. address={0} problem={1}",
                            input.source().address(),
                            each));
            return planned;
        }
        input.source()
                .blame(
                        "Provider produced invalid plan",
                        "The provider planned something for "
                                + input.source().address()
                                + " that it may not:"
                                + listed(broken),
                        diagnostics);
        return null;
    }

    static String listed(List<PlanRules.Problem> problems) {
        return problems.stream().map(each -> "\n  - " + each).collect(Collectors.joining());
    }

    /// Only what really changes can force a replacement.
    private static List<ValuePath> effective(List<ValuePath> paths, Value before, Value after) {
        List<ValuePath> effective = new ArrayList<>();
        for (ValuePath path : paths) {
            Value one = path.in(before);
            Value other = path.in(after);
            boolean same = one == null ? other == null : one.equals(other);
            if (!same) {
                effective.add(path);
            }
        }
        effective.sort(ValuePath::compare);
        return effective;
    }

    /// The plan to destroy an object. Null if the provider refuses.
    public static @Nullable InstancePlan planDestroy(
            PlanInput input, ActionReason reason, Diagnostics diagnostics) {
        LiveObject prior = input.prior();
        if (prior == null) {
            throw new IllegalArgumentException("prior: null (expected: an object to destroy)");
        }
        Value nothing = nothing(input);
        PrivateData kept = prior.privateData();
        if (input.provider().schema().capabilities().planDestroy()) {
            Answer<Planned> answer =
                    input.provider()
                            .planResourceChange(
                                    input.type(),
                                    new PlanRequest(
                                            Marks.plain(prior.value()),
                                            nothing,
                                            nothing,
                                            prior.privateData(),
                                            input.providerMeta(),
                                            prior.identity()));
            input.source().tell(answer.diagnostics(), diagnostics);
            if (answer.hasErrors()) {
                return null;
            }
            kept = answer.value().plannedPrivate();
        }
        return new InstancePlan(
                new Change(Action.DELETE, prior.value(), nothing), reason, List.of(), kept, null);
    }

    /// The object as it is now; null if it is gone. Errors are in `diagnostics`, and then it is as
    /// it was.
    public static @Nullable LiveObject refresh(
            PlanInput input, LiveObject kept, Diagnostics diagnostics) {
        Answer<Provider.Resource> answer =
                input.provider()
                        .readResource(input.type(), kept.forProvider(), input.providerMeta());
        input.source().tell(answer.diagnostics(), diagnostics);
        if (answer.hasErrors()) {
            return kept;
        }
        Provider.Resource read = answer.value();
        if (read.value().isNull()) {
            return null;
        }
        Value value =
                Marks.put(
                        read.value(),
                        input.schema().block(),
                        withoutEphemeral(Marks.of(kept.value())));
        return new LiveObject(
                value,
                kept.tainted(),
                read.privateData(),
                read.identity() == null ? kept.identity() : read.identity(),
                kept.dependencies(),
                kept.createBeforeDestroy());
    }

    /// What a data source says; null if it refuses.
    public static @Nullable Value readData(PlanInput input, Diagnostics diagnostics) {
        Value config = Marks.plain(input.config());
        var complaints = input.provider().validateDataSourceConfig(input.type(), config);
        input.source().tell(complaints, diagnostics);
        if (complaints.stream().anyMatch(each -> each.isError())) {
            return null;
        }
        Answer<Value> answer =
                ScopedValue.where(RemoteStates.READER, input.source().address())
                        .call(() ->
                                input.provider()
                                        .readDataSource(
                                                input.type(), config, input.providerMeta()));
        input.source().tell(answer.diagnostics(), diagnostics);
        if (answer.hasErrors()) {
            return null;
        }
        if (answer.value().isNull() || !answer.value().isWhollyKnown()) {
            input.source()
                    .blame(
                            "Provider produced invalid object",
                            "The data source "
                                    + input.source().address()
                                    + " is "
                                    + (answer.value().isNull() ? "null" : "not wholly known")
                                    + " after it was read.",
                            diagnostics);
            return null;
        }
        return Marks.put(
                answer.value(), input.schema().block(), withoutEphemeral(Marks.of(input.config())));
    }

    /// What a data source will say once its configuration is known: what is configured, and all
    /// else unknown.
    public static Value promisedData(PlanInput input) {
        Value plain = Marks.plain(input.config());
        if (!(plain instanceof Value.Mapping configured)) {
            return Value.unknown(input.schema().block().type());
        }
        Map<String, Value> values = new java.util.TreeMap<>(configured.elements());
        input.schema()
                .block()
                .attributes()
                .forEach((name, attribute) -> {
                    if (attribute.use().isComputed()
                            && values.getOrDefault(name, Values.NULL).isNull()) {
                        values.put(name, Value.unknown(attribute.type()));
                    }
                });
        return Marks.put(
                Values.object(values),
                input.schema().block(),
                withoutEphemeral(Marks.of(input.config())));
    }
}
