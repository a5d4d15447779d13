package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import java.util.Map;

/// How the traffic of a Service is divided among the versions of the pods behind it, whatever their
/// numbers. Somebody who leads a version in answers. Thread-safe, and asked whenever routes are
/// compiled.
public interface RevisionShares {
    /// Shares in percent by the pods' template hash; versions that are not named get nothing. Empty
    /// where every pod is to get as much as any other.
    Map<String, Integer> of(ObjectKey service);

    /// `listener` is called after any change of an answer; it returns at once.
    void onChange(Runnable listener);

    /// No Service is divided.
    static RevisionShares none() {
        return new RevisionShares() {
            @Override
            public Map<String, Integer> of(ObjectKey service) {
                return Map.of();
            }

            @Override
            public void onChange(Runnable listener) {}
        };
    }
}
