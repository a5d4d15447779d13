package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A write about to happen. `object` is null for deletions, `before` for creations; only `mutate`
/// may change `object`.
public record AdmissionRequest(
        Caller caller,
        Operation operation,
        Target target,
        @Nullable ObjectNode object,
        @Nullable ObjectNode before,
        boolean dryRun,
        List<String> warnings) {

    /// What kind of write.
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    AdmissionRequest(
            Caller caller,
            Operation operation,
            Target target,
            @Nullable ObjectNode object,
            @Nullable ObjectNode before,
            boolean dryRun) {
        this(caller, operation, target, object, before, dryRun, new ArrayList<>());
    }

    /// Tells the caller something without refusing.
    public void warn(String message) {
        warnings.add(message);
    }
}
