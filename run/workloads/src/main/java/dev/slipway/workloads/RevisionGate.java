package dev.slipway.workloads;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Deployment;
import java.util.function.Consumer;

/// How far a rolling update may go. Somebody who watches what the new version does answers.
/// Thread-safe, and asked whenever a Deployment is looked at.
public interface RevisionGate {
    /// An update as the Deployment controller sees it: the template hashes of the new version and
    /// of the newest old one that has pods, and how many pods of each are available.
    record Update(
            Deployment deployment,
            String newHash,
            String oldHash,
            int newAvailable,
            int oldAvailable) {}

    /// How far the update may go now.
    sealed interface Decision {}

    /// As fast as the Deployment's own limits allow.
    record Open() implements Decision {}

    /// The new version may have as many pods as this share in percent (1-99) of the replicas needs,
    /// one at least; the old version keeps the others.
    record Share(int percent) implements Decision {}

    /// The new version is refused: the old one gets all its pods back, then the new one's end.
    record Refused(String reason) implements Decision {}

    Decision decide(Update update);

    /// There is no update of this Deployment (any more).
    void settled(ObjectKey deployment);

    /// `listener` is called with the key of a Deployment whose decision has changed.
    void onChange(Consumer<ObjectKey> listener);

    /// Lets every update go.
    static RevisionGate open() {
        return new RevisionGate() {
            @Override
            public Decision decide(Update update) {
                return new Open();
            }

            @Override
            public void settled(ObjectKey deployment) {}

            @Override
            public void onChange(Consumer<ObjectKey> listener) {}
        };
    }
}
