package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.kinds.Rollout;
import java.util.Map;

/// Makes the specification of an AnalysisRun from the templates that an analysis names, with the
/// arguments filled in. Thread-safe.
@FunctionalInterface
public interface RunSpecs {
    /// Throws [dev.slipway.analysis.AnalysisException] with a message for people if it cannot be
    /// made. `AnalysisRunMaker::spec` is one.
    ObjectNode spec(String namespace, Rollout.Analysis analysis, Map<String, String> args);
}
