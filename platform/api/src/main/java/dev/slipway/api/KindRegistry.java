package dev.slipway.api;

import dev.slipway.model.GroupVersionKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The kinds served. Kinds are registered before the store is opened, since their selectable fields
/// are indexed when objects are read in. Thread-safe.
public final class KindRegistry {
    private static final SelectedFields NOTHING = SelectedFields.of(List.of());

    private volatile List<KindDefinition> kinds = List.of();
    private volatile Map<String, SelectedFields> selectedByPrefix = Map.of();

    /// All kinds, in the order of their registration, which is the order of preference when a name
    /// stands for several.
    public List<KindDefinition> all() {
        return kinds;
    }

    public synchronized void register(KindDefinition kind) {
        if (find(kind.type()) != null || find(kind.type().group(), kind.plural()) != null) {
            throw new IllegalArgumentException("kind: " + kind + " (registered already)");
        }
        List<KindDefinition> next = new ArrayList<>(kinds);
        next.add(kind);
        Map<String, SelectedFields> nextSelected = new HashMap<>(selectedByPrefix);
        nextSelected.put(kind.storagePrefix(), SelectedFields.of(kind.selectableFields()));
        selectedByPrefix = Map.copyOf(nextSelected);
        kinds = List.copyOf(next);
    }

    SelectedFields selectedFields(String storageKey) {
        int group = storageKey.indexOf('/');
        int plural = storageKey.indexOf('/', group + 1);
        return selectedByPrefix.getOrDefault(storageKey.substring(0, plural + 1), NOTHING);
    }

    public @Nullable KindDefinition find(GroupVersionKind type) {
        for (KindDefinition kind : kinds) {
            if (kind.type().equals(type)) {
                return kind;
            }
        }
        return null;
    }

    public @Nullable KindDefinition find(String group, String plural) {
        for (KindDefinition kind : kinds) {
            if (kind.plural().equals(plural) && kind.type().group().equals(group)) {
                return kind;
            }
        }
        return null;
    }

    /// By what people type: `pods`, `pod`, `po`, `Pod`, `deployments.apps`, `deployments.v1.apps`.
    public @Nullable KindDefinition findByName(String typed) {
        String name = typed.toLowerCase(Locale.ROOT);
        for (KindDefinition kind : kinds) {
            if (isNamed(kind, name)) {
                return kind;
            }
        }
        return null;
    }

    /// The kinds of a category such as `all`.
    public List<KindDefinition> category(String name) {
        return kinds.stream().filter(kind -> kind.categories().contains(name)).toList();
    }

    private static boolean isNamed(KindDefinition kind, String name) {
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        boolean named =
                first.equals(kind.plural())
                        || first.equals(kind.singular())
                        || kind.shortNames().contains(first);
        if (!named || dot < 0) {
            return named;
        }
        String rest = name.substring(dot + 1);
        String group = kind.type().group();
        return rest.equals(group) || rest.equals(kind.type().version() + "." + group);
    }
}
