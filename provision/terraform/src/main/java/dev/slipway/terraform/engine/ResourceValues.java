package dev.slipway.terraform.engine;

import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.ResourcePath;
import org.jspecify.annotations.Nullable;

/// What expressions see of resources: while planning what is planned, while applying what has come
/// about. Safe for many threads; waits for what is not there yet.
interface ResourceValues {
    /// All instances of a resource as one value; null if the module has no such resource.
    @Nullable Value of(ResourcePath resource);
}
