package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/// A number or a text, such as a port by number or name, or an amount or a share of pods (`25%`).
/// Exactly one of the two is there.
public record IntOrString(@Nullable Integer number, @Nullable String text) {
    private static final int PERCENT = 100;

    public IntOrString {
        if ((number == null) == (text == null)) {
            throw new IllegalArgumentException("Either a number or a text is needed");
        }
    }

    public static IntOrString of(int number) {
        return new IntOrString(number, null);
    }

    public static IntOrString of(String text) {
        return new IntOrString(null, text);
    }

    @JsonCreator
    static IntOrString read(Object value) {
        return switch (value) {
            case Integer number -> of(number);
            case String text -> of(text);
            default ->
                    throw new IllegalArgumentException(
                            value + " (expected: a 32-bit number or a string)");
        };
    }

    @JsonValue
    Object written() {
        return number != null ? number : toString();
    }

    /// Whether this is a share such as `25%`.
    public boolean isPercentage() {
        return text != null && text.matches("[0-9]+%");
    }

    /// The amount meant out of `total`: the number itself, or the percentage of it, rounded up or
    /// down. Throws [ApiException] (`INVALID`) if the text is no percentage.
    public int scaled(int total, boolean roundUp) {
        if (number != null) {
            return number;
        }
        if (!isPercentage()) {
            throw new ApiException(
                    ApiException.Reason.INVALID,
                    "\"" + text + "\" is neither an integer nor a percentage such as \"25%\"");
        }
        String share = toString();
        double exact =
                (double) total * Integer.parseInt(share.substring(0, share.length() - 1)) / PERCENT;
        return (int) (roundUp ? Math.ceil(exact) : Math.floor(exact));
    }

    @Override
    public String toString() {
        return text != null ? text : String.valueOf(number);
    }
}
