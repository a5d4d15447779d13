package dev.slipway.rule;

import java.util.Locale;

/// ```
///              result            held for `for`
/// INACTIVE ───────────▶ PENDING ───────────────▶ FIRING
///     ▲                    │                        │
///     └────────────────────┴────────────────────────┘
///                  no result (and `keep_firing_for` over)
/// ```
public enum AlertState {
    INACTIVE,
    PENDING,
    FIRING;

    /// As the API and the label `alertstate` write it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
