package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.AdmissionRequest.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One write on its way: who makes it, to what, how, and what its author is to be told.
record WriteContext(Caller caller, Target target, WriteOptions options, List<String> warnings) {
    WriteContext at(Target other) {
        return new WriteContext(caller, other, options, warnings);
    }

    AdmissionRequest admission(
            Operation operation, @Nullable ObjectNode object, @Nullable ObjectNode before) {
        return new AdmissionRequest(
                caller, operation, target, object, before, options.dryRun(), warnings);
    }

    Written written(StoredObject object) {
        return new Written(object, warnings);
    }
}
