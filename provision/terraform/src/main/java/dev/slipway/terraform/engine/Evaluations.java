package dev.slipway.terraform.engine;

import dev.slipway.hcl.value.Value;
import java.util.Map;

/// What the evaluation of a configuration stands on, in a plan or while applying: the variables of
/// the root module, and what resources are. Safe for many threads.
interface Evaluations {
    Setting setting();

    ProviderFunctions providerFunctions();

    Map<String, Value> variables();

    ResourceValues resources();

    Findings findings();

    Checks checks();
}
