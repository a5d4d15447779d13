package dev.slipway.terraform.trace;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ResourcePath;
import java.util.List;

/// A resource that is referred to: which instance, if the reference says so, and which part of it.
public record Traced(ResourcePath resource, InstanceKey key, List<Reference.Step> part) {
    public Traced {
        requireNonNull(resource, "resource");
        requireNonNull(key, "key");
        part = List.copyOf(part);
    }
}
