package dev.slipway.workloads;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Deployment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How far a rolling update may go, and whether it has to go back. Somebody who watches what the
/// versions do answers. Thread-safe, and asked whenever a Deployment is looked at.
public interface RevisionGate {
    /// A Deployment that had another version before: `newHash` is the template hash of the one it
    /// is to run now, whose ReplicaSet need not exist yet.
    record Update(Deployment deployment, String newHash) {
        public Update {
            requireNonNull(deployment, "deployment");
            requireNonNull(newHash, "newHash");
        }
    }

    /// What was found of the new version: a word for machines and a sentence for people. `good` is
    /// null as long as that is open.
    record Finding(@Nullable Boolean good, String reason, String message) {}

    /// How far the update may go now. `traffic` is the share in percent of all requests that the
    /// new version gets, the old one keeps the pods for the others; `oldHash` says which of the old
    /// versions that is. The others get no requests any more.
    sealed interface Decision {
        /// What the Deployment's status is to say; null if nothing was judged.
        @Nullable Finding finding();
    }

    /// As fast as the Deployment's own limits allow.
    record Open(@Nullable Finding finding) implements Decision {}

    /// The new version may have as many pods as this share in percent (1-100) of the replicas
    /// needs, one at least.
    record Share(int percent, int traffic, String oldHash, Finding finding) implements Decision {
        public Share {
            if (percent < 1 || percent > 100) {
                throw new IllegalArgumentException("percent: " + percent + " (expected: 1-100)");
            }
        }
    }

    /// The new version is refused: the old one gets all its pods back, then the new one's end,
    /// those it still needs for its traffic last.
    record Refused(int traffic, String oldHash, Finding finding) implements Decision {}

    Decision decide(Update update);

    /// `listener` is called with the key of a Deployment whose decision has changed.
    void onChange(Consumer<ObjectKey> listener);

    /// Lets every update go.
    static RevisionGate open() {
        return new RevisionGate() {
            @Override
            public Decision decide(Update update) {
                return new Open(null);
            }

            @Override
            public void onChange(Consumer<ObjectKey> listener) {}
        };
    }
}
