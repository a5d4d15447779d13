package dev.slipway.node;

import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.util.List;

/// A crossing: whoever sends traffic to pods says when a pod that is going gets none any more. The
/// node asks before it tells the pod's processes to end.
@FunctionalInterface
public interface TrafficDrain {
    /// A pod on its way out, with the addresses (`127.0.0.1:PORT`) it was reached at.
    record Leaving(ObjectKey pod, String uid, List<String> addresses) {
        public Leaving {
            addresses = List.copyOf(addresses);
        }
    }

    /// Waits until no route leads to the pod and no request to it is in flight, at most `max`.
    /// False if that time was not enough; the pod is ended all the same.
    boolean await(Leaving pod, Duration max) throws InterruptedException;

    /// For when nothing stands before the pods.
    static TrafficDrain none() {
        return (pod, max) -> true;
    }
}
