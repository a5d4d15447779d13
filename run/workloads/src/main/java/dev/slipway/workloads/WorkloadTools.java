package dev.slipway.workloads;

import static java.util.Objects.requireNonNull;

import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Time;
import java.util.concurrent.Executor;

/// What every controller of a behaviour needs besides the cluster: time, a voice, and somebody to
/// do several things at once.
record WorkloadTools(Time time, EventRecorder events, Executor executor) {
    WorkloadTools {
        requireNonNull(time, "time");
        requireNonNull(events, "events");
        requireNonNull(executor, "executor");
    }
}
