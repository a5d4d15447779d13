package dev.slipway.terraform.change;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.PrivateData;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is planned for one instance. `identity` is null where there is none.
public record InstancePlan(
        Change change,
        ActionReason reason,
        List<ValuePath> requiresReplace,
        PrivateData plannedPrivate,
        @Nullable Value identity) {
    public InstancePlan {
        requiresReplace = List.copyOf(requiresReplace);
    }
}
