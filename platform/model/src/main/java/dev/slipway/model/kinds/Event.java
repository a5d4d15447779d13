package dev.slipway.model.kinds;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.slipway.model.Json;
import dev.slipway.model.MicroTimeSerializer;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that happened to an object; `type` is `Normal` or `Warning`.
public record Event(
        ObjectMeta metadata,
        ObjectReference involvedObject,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String type,
        @Nullable Integer count,
        @Nullable Instant firstTimestamp,
        @Nullable Instant lastTimestamp,
        @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant eventTime,
        Source source,
        @Nullable Series series,
        @Nullable String action,
        @Nullable ObjectReference related,
        @Nullable String reportingComponent,
        @Nullable String reportingInstance)
        implements Resource {
    public Event {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        involvedObject =
                involvedObject == null ? Json.empty(ObjectReference.class) : involvedObject;
        source = source == null ? Json.empty(Source.class) : source;
    }

    /// Who reports it.
    public record Source(@Nullable String component, @Nullable String host) {}

    /// How often and when last, for events that repeat.
    public record Series(
            @Nullable Integer count,
            @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant lastObservedTime) {}
}
