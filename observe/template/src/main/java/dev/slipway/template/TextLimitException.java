package dev.slipway.template;

/// A text grows longer than an execution may make; becomes a [TemplateException] with its place.
final class TextLimitException extends RuntimeException {
    TextLimitException(int lengthMax) {
        super("more than " + lengthMax + " characters of output");
    }
}
