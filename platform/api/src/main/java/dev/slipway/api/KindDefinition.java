package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import dev.slipway.api.DeletePolicy.Propagation;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// All there is to know of a kind: names, scope, subresources, table columns, selectable fields and
/// rules. Immutable; made with a [Builder].
public final class KindDefinition {
    /// A part of an object with a path of its own, and the type that is read and written there.
    public record Subresource(String name, GroupVersionKind type, List<String> verbs) {
        public Subresource {
            verbs = List.copyOf(verbs);
        }
    }

    /// Where the `scale` subresource finds its numbers, as JSON pointers. `selector` points to a
    /// label selector, or a plain map of labels.
    public record ScaleFields(String specReplicas, String statusReplicas, String selector) {
        static final ScaleFields USUAL =
                new ScaleFields("/spec/replicas", "/status/replicas", "/spec/selector");
    }

    private static final List<String> ALL_VERBS =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");

    private final Kind<RawResource> kind;
    private final String singular;
    private final List<String> shortNames;
    private final List<String> categories;
    private final List<Subresource> subresources;
    private final List<Column> columns;
    private final List<String> selectableFields;
    private final @Nullable ScaleFields scale;
    private final boolean hasGeneration;
    private final boolean keepsStatusOnCreate;
    private final NameRule nameRule;
    private final Propagation usualPropagation;
    private final KindRules rules;
    private final String storagePrefix;

    private KindDefinition(Builder builder) {
        this.kind = builder.kind;
        this.singular = builder.singular;
        this.shortNames = builder.shortNames;
        this.categories = builder.categories;
        this.subresources = List.copyOf(builder.subresources);
        this.columns = builder.columns;
        this.selectableFields = builder.selectableFields;
        this.scale = builder.scale;
        this.hasGeneration = builder.hasGeneration;
        this.keepsStatusOnCreate = builder.keepsStatusOnCreate;
        this.nameRule = builder.nameRule;
        this.usualPropagation = builder.usualPropagation;
        this.rules = builder.rules;
        String group = kind.type().group();
        this.storagePrefix = (group.isEmpty() ? "core" : group) + "/" + kind.plural() + "/";
    }

    public static Builder namespaced(String apiVersion, String kind, String plural) {
        return new Builder(Kind.namespaced(apiVersion, kind, plural, RawResource.class));
    }

    public static Builder clusterWide(String apiVersion, String kind, String plural) {
        return new Builder(Kind.clusterWide(apiVersion, kind, plural, RawResource.class));
    }

    public GroupVersionKind type() {
        return kind.type();
    }

    public String plural() {
        return kind.plural();
    }

    public String singular() {
        return singular;
    }

    public boolean namespaced() {
        return kind.namespaced();
    }

    public List<String> shortNames() {
        return shortNames;
    }

    /// Groups of kinds that go by one word, such as `all`.
    public List<String> categories() {
        return categories;
    }

    public List<String> verbs() {
        return ALL_VERBS;
    }

    public List<Subresource> subresources() {
        return subresources;
    }

    public @Nullable Subresource subresource(String name) {
        for (Subresource subresource : subresources) {
            if (subresource.name().equals(name)) {
                return subresource;
            }
        }
        return null;
    }

    public boolean hasStatus() {
        return subresource(Target.STATUS) != null;
    }

    public @Nullable ScaleFields scale() {
        return scale;
    }

    public List<Column> columns() {
        return columns;
    }

    /// Paths that field selectors may name, besides `metadata.name` and `metadata.namespace`.
    public List<String> selectableFields() {
        return selectableFields;
    }

    /// Whether `metadata.generation` counts the changes of the objects' specifications.
    public boolean hasGeneration() {
        return hasGeneration;
    }

    /// Whether a new object may bring its status along.
    boolean keepsStatusOnCreate() {
        return keepsStatusOnCreate;
    }

    /// What becomes of dependents if the one who deletes does not say.
    Propagation usualPropagation() {
        return usualPropagation;
    }

    public NameRule nameRule() {
        return nameRule;
    }

    public KindRules rules() {
        return rules;
    }

    /// The kind as clients name it.
    public Kind<RawResource> kind() {
        return kind;
    }

    String storagePrefix() {
        return storagePrefix;
    }

    @Override
    public String toString() {
        return kind.toString();
    }

    /// Describes a kind; used by one thread.
    public static final class Builder {
        private static final List<String> PART_VERBS = List.of("get", "patch", "update");
        private static final GroupVersionKind SCALE =
                new GroupVersionKind("autoscaling", "v1", "Scale");

        private final Kind<RawResource> kind;
        private final ArrayList<Subresource> subresources = new ArrayList<>();
        private String singular;
        private List<String> shortNames = List.of();
        private List<String> categories = List.of();
        private List<Column> columns = Columns.NAME_AND_AGE;
        private List<String> selectableFields = List.of();
        private @Nullable ScaleFields scale;
        private boolean hasGeneration;
        private boolean keepsStatusOnCreate;
        private NameRule nameRule = NameRule.SUBDOMAIN;
        private Propagation usualPropagation = Propagation.BACKGROUND;
        private KindRules rules = KindRules.NONE;

        private Builder(Kind<RawResource> kind) {
            this.kind = requireNonNull(kind, "kind");
            this.singular = kind.type().kind().toLowerCase(Locale.ROOT);
        }

        public Builder singular(String name) {
            singular = name;
            return this;
        }

        public Builder shortNames(String... names) {
            shortNames = List.of(names);
            return this;
        }

        public Builder categories(String... names) {
            categories = List.of(names);
            return this;
        }

        public Builder columns(List<Column> newColumns) {
            columns = List.copyOf(newColumns);
            return this;
        }

        public Builder selectableFields(String... paths) {
            selectableFields = List.of(paths);
            return this;
        }

        /// Objects have a `status` that is written apart from the rest.
        public Builder withStatus() {
            return with(Target.STATUS, kind.type(), PART_VERBS);
        }

        /// Objects have replicas, found where they usually are.
        public Builder withScale() {
            scale = ScaleFields.USUAL;
            return with(Target.SCALE, SCALE, PART_VERBS);
        }

        public Builder withGeneration() {
            hasGeneration = true;
            return this;
        }

        /// Whoever creates an object knows its status already, as a node does.
        public Builder keepsStatusOnCreate() {
            keepsStatusOnCreate = true;
            return this;
        }

        public Builder usualPropagation(Propagation propagation) {
            usualPropagation = propagation;
            return this;
        }

        public Builder nameRule(NameRule rule) {
            nameRule = rule;
            return this;
        }

        public Builder with(String subresource, GroupVersionKind type, List<String> verbs) {
            subresources.add(new Subresource(subresource, type, verbs));
            return this;
        }

        public Builder rules(KindRules newRules) {
            rules = newRules;
            return this;
        }

        public KindDefinition build() {
            return new KindDefinition(this);
        }
    }
}
