package dev.slipway.apiserver;

import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where the output of containers is read: a crossing that the node answers. Thread-safe.
public interface PodLogs {
    /// Which part of a container's output. `previous`: of the run before the last restart; `since`:
    /// not older; `tailLines`: at most so many from the end; `timestamps`: each line begins with
    /// the time it was written.
    record Selection(
            String container,
            boolean follow,
            boolean previous,
            boolean timestamps,
            @Nullable Instant since,
            @Nullable Long tailLines) {}

    /// An open log, pulled by one thread. Closing it from any thread ends a waiting `read`.
    interface Reader extends AutoCloseable {
        /// Waits at most `timeout` for output and returns what there is, whole lines as far as
        /// possible; empty if there was none in that time; null at the end, which with `follow`
        /// comes when the container has ended.
        byte @Nullable [] read(Duration timeout) throws InterruptedException;

        @Override
        void close();
    }

    /// Throws [dev.slipway.model.ApiException]: `NOT_FOUND` if there is no such pod here,
    /// `BAD_REQUEST` if the container has not started yet, or has no previous run.
    Reader open(ObjectKey pod, String podUid, Selection selection);

    /// For servers without a node.
    static PodLogs none() {
        return (pod, uid, selection) -> {
            throw new dev.slipway.model.ApiException(
                    dev.slipway.model.ApiException.Reason.UNAVAILABLE,
                    "no node runs pods here, so there are no logs of " + pod);
        };
    }
}
