package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Runs of Stacks: what was planned never changes.
final class StackRunRules implements KindRules {
    @Override
    public void validateUpdate(ObjectNode run, ObjectNode before, Problems problems) {
        if (!Trees.same(run.path("spec"), before.path("spec"))) {
            problems.invalid("spec", "", "field is immutable");
        }
    }
}
