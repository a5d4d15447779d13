package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Records of releases: which release a record is about never changes.
final class ReleaseRecordRules implements KindRules {
    @Override
    public void validateUpdate(ObjectNode release, ObjectNode before, Problems problems) {
        if (!Trees.same(release.path("spec"), before.path("spec"))) {
            problems.invalid("spec", "", "field is immutable");
        }
    }
}
