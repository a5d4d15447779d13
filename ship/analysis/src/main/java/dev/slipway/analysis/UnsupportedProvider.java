package dev.slipway.analysis;

import dev.slipway.model.kinds.AnalysisRun.Measurement;

/// Says that a provider is not one of ours, and what to use.
final class UnsupportedProvider implements Provider {
    @Override
    public Measurement measure(Task task) {
        return task.failed(
                "provider '"
                        + task.metric().provider()
                        + "' is not supported (use 'web' with the service's HTTP API, 'prometheus'"
                        + " with its exporter, or 'plugin')");
    }
}
