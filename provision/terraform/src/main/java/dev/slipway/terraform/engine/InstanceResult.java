package dev.slipway.terraform.engine;

import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.plan.ResourceChange;
import org.jspecify.annotations.Nullable;

/// What came of one instance: what others see of it, and the change that is planned, if one is. A
/// data source that was read has none.
record InstanceResult(Value value, @Nullable ResourceChange change) {}
