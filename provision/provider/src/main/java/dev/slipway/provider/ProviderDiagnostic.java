package dev.slipway.provider;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.ValuePath;

/// An error or warning of a provider. `path` is the part of the configuration it is about, the root
/// if it is about all of it.
public record ProviderDiagnostic(boolean isError, String summary, String detail, ValuePath path) {
    public ProviderDiagnostic {
        requireNonNull(summary, "summary");
        requireNonNull(detail, "detail");
        requireNonNull(path, "path");
    }

    public static ProviderDiagnostic error(String summary, String detail, ValuePath path) {
        return new ProviderDiagnostic(true, summary, detail, path);
    }

    public static ProviderDiagnostic warning(String summary, String detail, ValuePath path) {
        return new ProviderDiagnostic(false, summary, detail, path);
    }
}
