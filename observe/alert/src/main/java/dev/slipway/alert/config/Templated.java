package dev.slipway.alert.config;

import static java.util.Objects.requireNonNull;

/// A text with Go template actions in it, and where in the configuration it stands. Immutable.
public record Templated(String text, String place) {
    public static final Templated EMPTY = new Templated("", "");

    public Templated {
        requireNonNull(text, "text");
        requireNonNull(place, "place");
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }
}
