package dev.slipway.alert.dispatch;

import dev.slipway.alert.Alert;
import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.config.Route;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The groups there are. Owned by the dispatcher and guarded by its lock.
final class Groups {
    private final Map<Group.Id, Group> groups = new HashMap<>();
    private final int groupsMax;

    Groups(int groupsMax) {
        this.groupsMax = groupsMax;
    }

    @Nullable Group find(Alert alert, Route route) {
        return groups.get(id(alert, route));
    }

    /// Null if there are too many.
    @Nullable Group make(Alert alert, Route route) {
        if (groups.size() >= groupsMax) {
            return null;
        }
        Group group = new Group(id(alert, route), route);
        groups.put(group.id(), group);
        return group;
    }

    /// A group of an older configuration, from now on with this route; its alerts must join again.
    void keep(Group group, Route route) {
        group.startOver(route);
        groups.put(group.id(), group);
    }

    boolean has(Group group) {
        return groups.get(group.id()) == group;
    }

    Collection<Group> all() {
        return groups.values();
    }

    List<Group> inOrder() {
        return groups.values().stream()
                .sorted(
                        Comparator.comparing((Group each) -> each.id().labels())
                                .thenComparing(each -> each.id().receiver())
                                .thenComparing(each -> each.id().routeKey()))
                .toList();
    }

    /// The alerts that some group still has.
    Set<Fingerprint> held() {
        Set<Fingerprint> held = new HashSet<>();
        for (Group group : groups.values()) {
            group.alerts().forEach(each -> held.add(each.fingerprint()));
        }
        return held;
    }

    void removeEmpty() {
        for (Group group : List.copyOf(groups.values())) {
            if (group.isEmpty() && !group.isSending()) {
                group.cancel();
                groups.remove(group.id());
            }
        }
    }

    private static Group.Id id(Alert alert, Route route) {
        return new Group.Id(route.key(), route.receiver(), route.grouping().of(alert.labels()));
    }
}
