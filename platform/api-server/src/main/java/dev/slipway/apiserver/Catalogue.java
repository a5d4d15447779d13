package dev.slipway.apiserver;

import dev.slipway.api.KindDefinition;
import dev.slipway.api.KindRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Everything served, by group and version: what discovery and OpenAPI are generated from.
/// Immutable.
record Catalogue(List<Group> groups) {
    /// A group; the core group is the empty string and comes first.
    record Group(String name, List<Version> versions) {
        /// The one clients use unless told otherwise.
        Version preferred() {
            return versions.get(0);
        }

        @Nullable Version find(String version) {
            for (Version each : versions) {
                if (each.name().equals(version)) {
                    return each;
                }
            }
            return null;
        }
    }

    record Version(String group, String name, List<ServedKind> kinds) {
        String groupVersion() {
            return group.isEmpty() ? name : group + "/" + name;
        }

        /// `api/v1` or `apis/apps/v1`
        String path() {
            return (group.isEmpty() ? "api/" : "apis/") + groupVersion();
        }
    }

    static Catalogue of(List<KindDefinition> kinds) {
        List<ServedKind> all = new ArrayList<>();
        kinds.forEach(kind -> all.add(ServedKind.of(kind)));
        all.addAll(Reviews.KINDS);
        all.addAll(Usages.KINDS);
        Map<String, Map<String, List<ServedKind>>> sorted = new LinkedHashMap<>();
        sorted.put("", new LinkedHashMap<>());
        for (ServedKind kind : all) {
            sorted.computeIfAbsent(kind.type().group(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(kind.type().version(), _ -> new ArrayList<>())
                    .add(kind);
        }
        List<Group> groups = new ArrayList<>();
        sorted.forEach((name, versions) -> groups.add(group(name, versions)));
        groups.removeIf(group -> group.versions().isEmpty());
        return new Catalogue(List.copyOf(groups));
    }

    private static Group group(String name, Map<String, List<ServedKind>> versions) {
        List<Version> all = new ArrayList<>();
        versions.forEach((version, kinds) -> all.add(new Version(name, version, kinds)));
        return new Group(name, List.copyOf(all));
    }

    @Nullable Group find(String group) {
        for (Group each : groups) {
            if (each.name().equals(group)) {
                return each;
            }
        }
        return null;
    }

    /// The groups with a name.
    List<Group> named() {
        return groups.stream().filter(group -> !group.name().isEmpty()).toList();
    }

    /// Something made from the kinds there are, made anew only when there are others. Thread-safe.
    static final class Derived<T> {
        private record Made<T>(List<KindDefinition> from, T value) {}

        private final KindRegistry kinds;
        private final Function<Catalogue, T> maker;
        private volatile @Nullable Made<T> made;

        Derived(KindRegistry kinds, Function<Catalogue, T> maker) {
            this.kinds = kinds;
            this.maker = maker;
        }

        @SuppressWarnings("ReferenceEquality") // The registry makes a new list for each change.
        T value() {
            List<KindDefinition> now = kinds.all();
            Made<T> last = made;
            if (last == null || last.from != now) {
                last = new Made<>(now, maker.apply(Catalogue.of(now)));
                made = last;
            }
            return last.value;
        }
    }
}
