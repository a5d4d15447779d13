package dev.slipway.state;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What conditions of one object came to: of a resource, an output, a variable or a `check`.
/// `configAddress` names the block, each instance its own address.
public record CheckResult(
        Kind kind, String configAddress, Status status, List<Instance> instances) {
    /// What the conditions belong to.
    public enum Kind {
        RESOURCE,
        OUTPUT_VALUE,
        INPUT_VARIABLE,
        CHECK_BLOCK
    }

    /// How they came out; `UNKNOWN` before all that they need is known.
    public enum Status {
        PASS,
        FAIL,
        ERROR,
        UNKNOWN
    }

    /// Of one instance, with the messages of what failed.
    public record Instance(String address, Status status, List<String> failures) {
        public Instance {
            requireNonNull(address, "address");
            requireNonNull(status, "status");
            failures = List.copyOf(failures);
        }
    }

    public CheckResult {
        requireNonNull(kind, "kind");
        requireNonNull(configAddress, "configAddress");
        requireNonNull(status, "status");
        instances = List.copyOf(instances);
    }
}
