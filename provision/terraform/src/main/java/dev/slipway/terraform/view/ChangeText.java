package dev.slipway.terraform.view;

import dev.slipway.hcl.text.GoQuote;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.ResourceChange;
import java.util.List;

/// Writes one change: what happens to which object, why, and what changes in it. Belongs to one
/// thread.
final class ChangeText {
    private static final int COLUMN = 6;
    private static final int CLOSING_COLUMN = 4;

    private final Lines lines;

    ChangeText(Lines lines) {
        this.lines = lines;
    }

    void planned(ResourceChange change, Difference.Body difference) {
        heading(change);
        reasons(change);
        if (change.isMoved() && change.action() != Action.NOOP) {
            note("(moved from " + change.previousAddress() + ")");
        }
        ResourceChange.Importing importing = change.details().importing();
        if (importing != null && change.action() != Action.NOOP) {
            String from =
                    importing.id() == null ? importing.text() : GoQuote.quoted(importing.id());
            note(from == null ? "(will be imported first)" : "(imported from " + from + ")");
        }
        if (change.details().generatedConfig() != null) {
            note("(config will be generated)");
        }
        block(change, difference, importing != null);
    }

    /// A change that happened elsewhere.
    void drifted(ResourceChange change, Difference.Body difference) {
        boolean moved = change.action() == Action.NOOP && change.isMoved();
        lines.add("  # " + (moved ? change.previousAddress() : change.address()), Style.BOLD);
        if (moved) {
            lines.add(" has moved to " + change.address());
        } else {
            lines.add(change.action() == Action.DELETE ? " has been deleted" : " has changed");
        }
        lines.newLine();
        block(change, difference, false);
    }

    /// Changes that are like those above.
    void more(AlikeChanges.More more) {
        var hidden = more.hidden();
        String pattern = AlikeChanges.pattern(more.all());
        lines.add("  # " + pattern + ": " + hidden.size() + " more like this", Style.BOLD);
        String range = hidden.getFirst() + (hidden.size() == 1 ? "" : " to " + hidden.getLast());
        lines.newLine().add("  # (" + range + ")", Style.DIM).newLine();
    }

    private void block(ResourceChange change, Difference.Body difference, boolean all) {
        ResourceAddress resource = change.address().resource().resource();
        String kind = resource.isManaged() ? "resource" : resource.mode().prefix().replace(".", "");
        symbol(change.action());
        lines.add(kind + " " + GoQuote.quoted(resource.type()));
        lines.add(" " + GoQuote.quoted(resource.name()) + " {").newLine();
        new DifferenceText(lines).body(difference, COLUMN, all);
        lines.line(CLOSING_COLUMN, "}");
    }

    /// Four columns with what is done to the object.
    void symbol(Action action) {
        switch (action) {
            case NOOP -> lines.add("    ");
            case CREATE -> lines.signed(2, Sign.ADD);
            case UPDATE -> lines.signed(2, Sign.CHANGE);
            case DELETE -> lines.signed(2, Sign.REMOVE);
            case READ -> lines.add(" ").add("<=", Style.CYAN).add(" ");
            case FORGET -> lines.add("  ").add(".", Style.RED).add(" ");
            case DELETE_THEN_CREATE ->
                    lines.add("-", Style.RED).add("/").add("+", Style.GREEN).add(" ");
            case CREATE_THEN_DELETE ->
                    lines.add("+", Style.GREEN).add("/").add("-", Style.RED).add(" ");
        }
    }

    private void heading(ResourceChange change) {
        String deposed =
                change.deposed() == null ? "" : " (deposed object " + change.deposed() + ")";
        boolean moved = change.action() == Action.NOOP && change.isMoved();
        InstanceAddress subject = moved ? change.previousAddress() : change.address();
        lines.add("  # " + subject + deposed, Style.BOLD);
        outcome(change, lines);
        lines.newLine();
    }

    /// What will be done, as a sentence that the address begins.
    static void outcome(ResourceChange change, Lines lines) {
        switch (change.action()) {
            case NOOP ->
                    lines.add(
                            change.isMoved()
                                    ? " has moved to " + change.address()
                                    : " will be imported");
            case CREATE -> lines.add(" will be created");
            case READ -> lines.add(" will be read during apply");
            case UPDATE -> lines.add(" will be updated in-place");
            case DELETE -> lines.add(" will be ").add("destroyed", Style.BOLD_RED);
            case FORGET ->
                    lines.add(" will no longer be managed by Slipway, but will not be destroyed");
            case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> replacement(change.reason(), lines);
        }
    }

    private static void replacement(ActionReason reason, Lines lines) {
        switch (reason) {
            case REPLACE_BECAUSE_TAINTED ->
                    lines.add(" is tainted, so must be ").add("replaced", Style.BOLD_RED);
            case REPLACE_BY_REQUEST ->
                    lines.add(" will be ").add("replaced", Style.BOLD_RED).add(", as requested");
            case REPLACE_BY_TRIGGERS ->
                    lines.add(" will be ")
                            .add("replaced", Style.BOLD_RED)
                            .add(" due to changes in replace_triggered_by");
            default -> lines.add(" must be ").add("replaced", Style.BOLD_RED);
        }
    }

    private void reasons(ResourceChange change) {
        String reason = reason(change);
        if (!reason.isEmpty()) {
            note("(" + reason + ")");
        }
        List<String> because = change.details().because();
        for (String each : because) {
            lines.add("  # because " + Lines.harmless(each), Style.DIM).newLine();
        }
    }

    private void note(String text) {
        lines.add("  # " + text).newLine();
    }

    private static String reason(ResourceChange change) {
        InstanceAddress address = change.address();
        ResourceAddress resource = address.resource().resource();
        return switch (change.reason()) {
            case NONE ->
                    change.deposed() == null
                            ? ""
                            : "left over from an earlier replacement that was not finished";
            case REPLACE_BECAUSE_TAINTED,
                    REPLACE_BY_REQUEST,
                    REPLACE_BY_TRIGGERS,
                    REPLACE_BECAUSE_CANNOT_UPDATE ->
                    "";
            case DELETE_BECAUSE_NO_RESOURCE_CONFIG ->
                    "because " + resource + " is not in configuration";
            case DELETE_BECAUSE_NO_MODULE ->
                    "because " + address.module() + " is not in configuration";
            case DELETE_BECAUSE_NO_MOVE_TARGET ->
                    "because "
                            + change.previousAddress()
                            + " was moved to "
                            + address
                            + ", which is not in configuration";
            case DELETE_BECAUSE_WRONG_REPETITION -> wrongRepetition(address);
            case DELETE_BECAUSE_COUNT_INDEX ->
                    "because index " + address.key() + " is out of range for count";
            case DELETE_BECAUSE_EACH_KEY ->
                    "because key " + address.key() + " is not in for_each map";
            case READ_BECAUSE_CONFIG_UNKNOWN -> "config refers to values not yet known";
            case READ_BECAUSE_DEPENDENCY_PENDING ->
                    "depends on something with changes still to be made";
            case READ_BECAUSE_CHECK_NESTED -> "read again to verify a check block";
            case DEFERRED_COUNT_UNKNOWN, DEFERRED_PROVIDER_UNKNOWN, DEFERRED_PREREQUISITE -> "";
        };
    }

    private static String wrongRepetition(InstanceAddress address) {
        return switch (address.key()) {
            case dev.slipway.state.address.InstanceKey.None _ ->
                    "because resource uses count or for_each";
            case dev.slipway.state.address.InstanceKey.Index _ ->
                    "because resource does not use count";
            case dev.slipway.state.address.InstanceKey.Name _ ->
                    "because resource does not use for_each";
        };
    }
}
