package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Deployment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The template that a Deployment's pods are really made of, for instance with its config as it is
/// now. Thread-safe.
public interface RunningTemplates {
    /// A template of the caller's own; the Deployment's where nothing is to be changed. Null while
    /// it is too early to tell, as when config that belongs to a new Deployment is still being
    /// applied: then no version is begun, and listeners are called when it is time to ask again.
    @Nullable ObjectNode of(Deployment deployment);

    /// `listener` is called with the key of a Deployment whose answer may have changed.
    void onChange(Consumer<ObjectKey> listener);

    /// Deployments' templates as they are.
    static RunningTemplates asWritten() {
        return new RunningTemplates() {
            @Override
            public ObjectNode of(Deployment deployment) {
                return deployment.spec().template().deepCopy();
            }

            @Override
            public void onChange(Consumer<ObjectKey> listener) {}
        };
    }
}
