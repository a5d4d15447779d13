package dev.slipway.terraform.view;

import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.ResourceChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;

/// Changes of one resource in which the same happens to the same parts, told once. Differences are
/// not kept, so that a plan may have any number of changes. Stateless.
final class AlikeChanges {
    /// What changes have in common.
    private record Kind(
            ConfigResource resource,
            Action action,
            ActionReason reason,
            boolean moved,
            String parts) {}

    /// What is shown, in order.
    sealed interface Entry {}

    /// A change by itself.
    record Single(ResourceChange change) implements Entry {}

    /// Those that are like the ones shown before; `all` names these too.
    record More(List<InstanceAddress> all, List<InstanceAddress> hidden) implements Entry {
        More {
            all = List.copyOf(all);
            hidden = List.copyOf(hidden);
        }
    }

    private AlikeChanges() {}

    static List<Entry> of(
            List<ResourceChange> changes, ChangeDiffer differ, ViewOptions.Grouping grouping) {
        if (grouping == ViewOptions.Grouping.NEVER) {
            return changes.stream().<Entry>map(Single::new).toList();
        }
        List<Kind> kinds = new ArrayList<>(changes.size());
        Map<Kind, List<InstanceAddress>> alike = new HashMap<>();
        for (ResourceChange change : changes) {
            Kind kind = kind(change, differ.difference(change));
            kinds.add(kind);
            alike.computeIfAbsent(kind, _ -> new ArrayList<>()).add(change.address());
        }
        return entries(changes, kinds, alike, grouping);
    }

    private static List<Entry> entries(
            List<ResourceChange> changes,
            List<Kind> kinds,
            Map<Kind, List<InstanceAddress>> alike,
            ViewOptions.Grouping grouping) {
        List<Entry> entries = new ArrayList<>();
        Map<Kind, Integer> seen = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            Kind kind = kinds.get(i);
            List<InstanceAddress> all = alike.getOrDefault(kind, List.of());
            int shown = grouping.shown(all.size());
            int count = seen.merge(kind, 1, Integer::sum);
            if (count <= shown) {
                entries.add(new Single(changes.get(i)));
            }
            if (count == shown && shown < all.size()) {
                entries.add(new More(all, all.subList(shown, all.size())));
            }
        }
        return entries;
    }

    private static Kind kind(ResourceChange change, Difference.Body difference) {
        StringJoiner parts = new StringJoiner(" ");
        describe(difference.attributes(), parts);
        difference
                .blocks()
                .forEach((type, blocks) -> {
                    for (Difference.Nested nested : blocks) {
                        describe(type, nested.difference(), parts);
                    }
                });
        return new Kind(
                change.address().resource().config(),
                change.action(),
                change.reason(),
                change.isMoved(),
                parts.toString());
    }

    private static void describe(SortedMap<String, Difference> attributes, StringJoiner parts) {
        attributes.forEach((name, each) -> describe(name, each, parts));
    }

    /// The signs of what changes, down to the last attribute; elements of lists are one.
    private static void describe(String name, Difference difference, StringJoiner parts) {
        if (difference.isSame()) {
            return;
        }
        parts.add(difference.sign().symbol() + (difference.replaces() ? "!" : "") + name);
        switch (difference.form()) {
            case Difference.Fields fields when fields.kind() != Difference.Fields.Kind.MAP ->
                    describe(fields.fields(), parts);
            case Difference.Body body -> {
                describe(body.attributes(), parts);
                body.blocks()
                        .forEach((type, blocks) ->
                                blocks.forEach(each -> describe(type, each.difference(), parts)));
            }
            default -> {}
        }
    }

    /// `module.a["x"].aws_vpc.b[*]`: a star for every key in which the addresses differ.
    static String pattern(List<InstanceAddress> addresses) {
        InstanceAddress first = addresses.getFirst();
        StringBuilder text = new StringBuilder();
        List<ModuleInstance.Step> steps = first.module().steps();
        for (int i = 0; i < steps.size(); i++) {
            int at = i;
            InstanceKey key = steps.get(i).key();
            boolean same =
                    addresses.stream()
                            .allMatch(each -> each.module().steps().get(at).key().equals(key));
            text.append("module.").append(steps.get(i).name());
            text.append(same ? key : "[*]").append('.');
        }
        boolean same = addresses.stream().allMatch(each -> each.key().equals(first.key()));
        return text.append(first.resource().resource())
                .append(same ? first.key() : "[*]")
                .toString();
    }
}
