package dev.slipway.workloads;

import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Kinds;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is kept of an Event to know when it has had its time.
record ExpiringEvent(
        ObjectMeta metadata, @Nullable Instant lastTimestamp, @Nullable Instant eventTime)
        implements Resource {
    static final Kind<ExpiringEvent> KIND =
            new Kind<>(
                    Kinds.EVENT.type(),
                    Kinds.EVENT.plural(),
                    Kinds.EVENT.namespaced(),
                    ExpiringEvent.class);

    ExpiringEvent {
        metadata =
                metadata == null
                        ? Json.empty(ObjectMeta.class)
                        : metadata.withLabels(Map.of()).withAnnotations(Map.of());
    }

    /// When it was last seen; the creation if it does not say.
    @Nullable Instant lastSeen() {
        Instant latest = metadata.creationTimestamp();
        for (Instant time : new @Nullable Instant[] {lastTimestamp, eventTime}) {
            if (time != null && (latest == null || time.isAfter(latest))) {
                latest = time;
            }
        }
        return latest;
    }
}
