package dev.slipway.api;

import dev.slipway.model.kinds.PolicyRule;
import java.util.List;

/// Whether a rule of a role covers an access. `*` in a rule covers everything; `*` in an access is
/// covered by nothing less.
final class RuleMatch {
    private static final String ALL = "*";

    private RuleMatch() {}

    static boolean covers(PolicyRule rule, Access access) {
        if (!contains(rule.verbs(), access.verb())) {
            return false;
        }
        if (access.isPath()) {
            return rule.nonResourceURLs().stream()
                    .anyMatch(pattern -> coversPath(pattern, access.path()));
        }
        return contains(rule.apiGroups(), access.group())
                && coversResource(rule.resources(), access)
                && (rule.resourceNames().isEmpty() || rule.resourceNames().contains(access.name()));
    }

    private static boolean coversPath(String pattern, String path) {
        return pattern.endsWith(ALL)
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(path);
    }

    private static boolean coversResource(List<String> resources, Access access) {
        if (access.subresource().isEmpty()) {
            return contains(resources, access.resource());
        }
        return resources.contains(ALL)
                || resources.contains(access.resource() + "/" + access.subresource())
                || resources.contains("*/" + access.subresource());
    }

    private static boolean contains(List<String> words, String word) {
        return words.contains(word) || words.contains(ALL);
    }
}
