package dev.slipway.terraform.view;

import static java.util.Objects.requireNonNull;

import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.stored.Schemas;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// Shows a plan: what changed elsewhere, by itself; what will be done to each object, and why; how
/// many of each there are; and how outputs change. Changes are written one by one, so that a plan
/// of any size can be shown. Safe for many threads.
public final class PlanText {
    private static final int OUTPUT_COLUMN = 2;

    private static final List<Action> LEGEND =
            List.of(
                    Action.CREATE,
                    Action.UPDATE,
                    Action.DELETE,
                    Action.DELETE_THEN_CREATE,
                    Action.CREATE_THEN_DELETE,
                    Action.FORGET,
                    Action.READ);

    private final Schemas schemas;
    private final ViewOptions options;

    public PlanText(Schemas schemas, ViewOptions options) {
        this.schemas = requireNonNull(schemas, "schemas");
        this.options = requireNonNull(options, "options");
    }

    public void write(Plan plan, Appendable out) throws IOException {
        ChangeDiffer differ = new ChangeDiffer(schemas);
        List<ResourceChange> changes = sorted(plan.changes().stream().filter(PlanText::isShown));
        drift(plan, differ, out);
        SortedMap<String, Difference> outputs = differ.outputs(plan.outputs());
        boolean outputsChange = outputs.values().stream().anyMatch(each -> !each.isSame());
        if (!changes.isEmpty()) {
            legend(changes, out);
            changes(changes, differ, plan.errored(), out);
        }
        deferred(plan, out);
        if (!changes.isEmpty() || !plan.deferred().isEmpty()) {
            out.append('\n').append(summary(plan)).append('\n');
        }
        if (outputsChange) {
            outputs(outputs, out);
        }
        closing(plan, changes.isEmpty() && plan.deferred().isEmpty(), outputsChange, out);
    }

    /// Whether people care for it; what stays as it is and where it is does not matter to them.
    private static boolean isShown(ResourceChange change) {
        return change.action() != Action.NOOP
                || change.isMoved()
                || change.details().importing() != null;
    }

    private static List<ResourceChange> sorted(java.util.stream.Stream<ResourceChange> changes) {
        return changes.sorted(Comparator.comparing(ResourceChange::address)).toList();
    }

    private void drift(Plan plan, ChangeDiffer differ, Appendable out) throws IOException {
        List<ResourceChange> drift =
                sorted(
                        plan.drift().stream()
                                .filter(each -> each.action() != Action.NOOP || each.isMoved()));
        if (drift.isEmpty()) {
            return;
        }
        Lines heading = lines().newLine();
        heading.add("Note:", Style.CYAN)
                .add(" Objects have changed outside of Slipway", Style.BOLD);
        heading.newLine().newLine();
        heading.add(
                wrapped(
                        "Since the last apply, something else has changed these objects. What the"
                                + " plan does about it, if anything, is told further below."));
        out.append(heading.newLine().toString());
        for (AlikeChanges.Entry entry : AlikeChanges.of(drift, differ, options.grouping())) {
            Lines lines = lines().newLine();
            switch (entry) {
                case AlikeChanges.Single(ResourceChange change) ->
                        new ChangeText(lines).drifted(change, differ.difference(change));
                case AlikeChanges.More more -> new ChangeText(lines).more(more);
            }
            out.append(lines.toString());
        }
        out.append('\n').append("─".repeat(ruleWidth())).append('\n');
    }

    private void legend(List<ResourceChange> changes, Appendable out) throws IOException {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        changes.forEach(each -> actions.add(each.action()));
        actions.remove(Action.NOOP);
        if (actions.isEmpty()) {
            return;
        }
        Lines lines = lines().newLine();
        lines.add("Symbols of what is done to a resource:").newLine();
        ChangeText text = new ChangeText(lines);
        for (Action action : LEGEND) {
            if (actions.contains(action)) {
                text.symbol(action);
                lines.add(meaning(action)).newLine();
            }
        }
        out.append(lines.toString());
    }

    private static String meaning(Action action) {
        return switch (action) {
            case NOOP -> "leave as it is";
            case CREATE -> "create";
            case READ -> "read (data resources)";
            case UPDATE -> "update in-place";
            case DELETE -> "destroy";
            case FORGET -> "forget, without destroying";
            case DELETE_THEN_CREATE -> "destroy and then create replacement";
            case CREATE_THEN_DELETE -> "create replacement and then destroy";
        };
    }

    private void changes(
            List<ResourceChange> changes, ChangeDiffer differ, boolean errored, Appendable out)
            throws IOException {
        out.append('\n');
        out.append(
                errored
                        ? "Slipway planned these actions before it met a problem:\n"
                        : "Slipway will perform the following actions:\n");
        for (AlikeChanges.Entry entry : AlikeChanges.of(changes, differ, options.grouping())) {
            Lines lines = lines().newLine();
            switch (entry) {
                case AlikeChanges.Single(ResourceChange change) ->
                        new ChangeText(lines).planned(change, differ.difference(change));
                case AlikeChanges.More more -> new ChangeText(lines).more(more);
            }
            out.append(lines.toString());
        }
    }

    private void deferred(Plan plan, Appendable out) throws IOException {
        if (plan.deferred().isEmpty()) {
            return;
        }
        Lines lines = lines().newLine();
        lines.add(
                wrapped(
                        "These objects depend on values that are known only after the actions above"
                                + " are done. Slipway plans and applies them in a further round:"));
        lines.newLine().newLine();
        for (ResourceChange change : sorted(plan.deferred().stream())) {
            lines.add("  # " + change.address(), Style.BOLD).add(" is planned later").newLine();
            for (String each : change.details().because()) {
                lines.add("  # because " + Lines.harmless(each), Style.DIM).newLine();
            }
        }
        out.append(lines.toString());
    }

    private String summary(Plan plan) {
        PlanCounts counts = PlanCounts.of(plan);
        Lines lines = lines().add("Plan:", Style.BOLD).add(" ");
        lines.add(counts.imports() == 0 ? "" : counts.imports() + " to import, ");
        lines.add(counts.adds() + " to add, " + counts.changes() + " to change, ");
        lines.add(counts.destroys() + " to destroy");
        lines.add(counts.forgets() == 0 ? "" : ", " + counts.forgets() + " to forget");
        lines.add(
                plan.deferred().isEmpty() ? "" : ", " + plan.deferred().size() + " to plan later");
        return lines.add(".").toString();
    }

    private void outputs(SortedMap<String, Difference> outputs, Appendable out) throws IOException {
        Lines lines = lines().newLine().add("Changes to Outputs:").newLine();
        new DifferenceText(lines).outputs(outputs, OUTPUT_COLUMN);
        out.append(lines.toString());
    }

    private void closing(Plan plan, boolean nothing, boolean outputsChange, Appendable out)
            throws IOException {
        if (!nothing) {
            return;
        }
        if (plan.errored()) {
            out.append("\nPlanning failed. Nothing was planned before the problem was met.\n");
            return;
        }
        if (outputsChange) {
            out.append('\n');
            out.append(
                    wrapped(
                            "Applying this plan keeps the new outputs in the state and changes"
                                    + " nothing else."));
            out.append('\n');
            return;
        }
        boolean refresh = plan.mode() == Plan.Mode.REFRESH_ONLY;
        if (refresh && !plan.drift().isEmpty()) {
            out.append('\n');
            out.append(
                    wrapped(
                            "Applying this plan keeps what was found in the state and changes"
                                    + " nothing else."));
            out.append('\n');
            return;
        }
        noChanges(plan, out);
    }

    private void noChanges(Plan plan, Appendable out) throws IOException {
        Lines lines = lines().newLine();
        String why =
                switch (plan.mode()) {
                    case NORMAL -> " Everything is as the configuration says.";
                    case DESTROY -> " There is nothing to destroy.";
                    case REFRESH_ONLY -> " Everything is as the state says.";
                };
        lines.add("No changes.", Style.BOLD_GREEN).add(why, Style.BOLD).newLine();
        if (plan.mode() == Plan.Mode.NORMAL && !plan.drift().isEmpty()) {
            lines.newLine();
            lines.add(
                    wrapped(
                            "What changed elsewhere does not contradict the configuration. To keep"
                                    + " it in the state now, apply a plan made with -refresh-only."));
            lines.newLine();
        }
        out.append(lines.toString());
    }

    private Lines lines() {
        return new Lines(options.colour());
    }

    private int ruleWidth() {
        return options.widthColumns() > 0 ? options.widthColumns() - 1 : 77;
    }

    private String wrapped(String prose) {
        return Prose.wrapped(prose, options.widthColumns());
    }
}
