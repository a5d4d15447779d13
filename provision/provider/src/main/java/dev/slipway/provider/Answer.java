package dev.slipway.provider;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a provider answers, and what it has to say about it. With errors among the diagnostics the
/// value may be incomplete.
public record Answer<T>(T value, List<ProviderDiagnostic> diagnostics) {
    public Answer {
        requireNonNull(value, "value");
        diagnostics = List.copyOf(diagnostics);
    }

    public static <T> Answer<T> of(T value) {
        return new Answer<>(value, List.of());
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(ProviderDiagnostic::isError);
    }
}
