package dev.slipway.model.kinds;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.slipway.model.Json;
import dev.slipway.model.MicroTimeSerializer;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who leads, or lives, and until when.
public record Lease(ObjectMeta metadata, LeaseSpec spec) implements Resource {
    public Lease {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(LeaseSpec.class) : spec;
    }

    /// The lease is valid for its duration after `renewTime`.
    public record LeaseSpec(
            @Nullable String holderIdentity,
            @Nullable Integer leaseDurationSeconds,
            @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant acquireTime,
            @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant renewTime,
            @Nullable Integer leaseTransitions) {}
}
