package dev.slipway.terraform.engine;

import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.config.Repetition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the evaluation of a configuration stands on, in a plan or while applying: the variables of
/// the root module, and what resources are. Safe for many threads.
interface Evaluations {
    Setting setting();

    ProviderFunctions providerFunctions();

    Map<String, Value> variables();

    /// Whether variables stand for whatever they might be, in all modules: what is wrong then is
    /// wrong always.
    default boolean isOfAnyVariables() {
        return false;
    }

    /// One instance that stands for all, where it is not asked how many there are; null where it
    /// is.
    default @Nullable Expansion any(Repetition repetition) {
        return null;
    }

    ResourceValues resources();

    /// What is only played; nothing, where nothing is carried out either.
    default StandIns standIns() {
        return StandIns.NONE;
    }

    Findings findings();

    Checks checks();
}
