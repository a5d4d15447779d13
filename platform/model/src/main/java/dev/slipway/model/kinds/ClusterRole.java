package dev.slipway.model.kinds;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Permissions to be granted anywhere.
public record ClusterRole(
        ObjectMeta metadata, List<PolicyRule> rules, @Nullable AggregationRule aggregationRule)
        implements Resource {
    public ClusterRole {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        rules = Immutable.list(rules);
    }

    /// The rules are those of the roles chosen here.
    public record AggregationRule(List<LabelSelector> clusterRoleSelectors) {
        public AggregationRule {
            clusterRoleSelectors = Immutable.list(clusterRoleSelectors);
        }
    }
}
