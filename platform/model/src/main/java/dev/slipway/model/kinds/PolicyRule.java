package dev.slipway.model.kinds;

import dev.slipway.model.Immutable;
import java.util.List;

/// What may be done to which resources; `*` means all.
public record PolicyRule(
        List<String> verbs,
        List<String> apiGroups,
        List<String> resources,
        List<String> resourceNames,
        List<String> nonResourceURLs) {
    public PolicyRule {
        verbs = Immutable.list(verbs);
        apiGroups = Immutable.list(apiGroups);
        resources = Immutable.list(resources);
        resourceNames = Immutable.list(resourceNames);
        nonResourceURLs = Immutable.list(nonResourceURLs);
    }
}
