package dev.slipway.api;

import dev.slipway.model.kinds.PolicyRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides whether a caller may do something. Thread-safe; called for every request, so it must
/// answer from memory.
@FunctionalInterface
public interface Authorizer {
    /// The answer, with a reason for people.
    record Decision(boolean allowed, String reason) {}

    Decision decide(Caller caller, Access access);

    /// The rules that hold for a caller in a namespace, or null if this authorizer has none to
    /// show.
    default @Nullable List<PolicyRule> rulesOf(Caller caller, String namespace) {
        return null;
    }

    /// Lets everybody do everything.
    static Authorizer everything() {
        return (caller, access) -> new Decision(true, "everything is allowed");
    }
}
