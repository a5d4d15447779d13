package dev.slipway.hcl.value;

/// A value cannot become what was wished for. The message says what is required, and where inside
/// the value: `element 0: number required`.
public final class ConversionException extends Exception {
    private static final long serialVersionUID = 1L;

    ConversionException(String message) {
        super(message, null, false, false);
    }

    ConversionException inside(String place) {
        String rest = "" + getMessage();
        boolean nested = rest.startsWith("element ") || rest.startsWith("attribute ");
        return new ConversionException(place + (nested ? ", " : ": ") + rest);
    }
}
