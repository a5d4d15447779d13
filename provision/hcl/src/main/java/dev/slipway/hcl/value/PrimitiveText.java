package dev.slipway.hcl.value;

/// Primitive values as texts, and texts as truth values.
final class PrimitiveText {
    private PrimitiveText() {}

    static String of(Value value) throws ConversionException {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Numeric number -> number.number().toString();
            case Value.Bool bool -> Boolean.toString(bool.isTrue());
            case Value.Null none -> throw required(none);
            case Value.Unknown unknown -> throw required(unknown);
            case Value.Sequence sequence -> throw required(sequence);
            case Value.Mapping mapping -> throw required(mapping);
            case Value.Marked marked -> of(marked.inner());
        };
    }

    private static ConversionException required(Value value) {
        return new ConversionException(Mismatch.describe(value.type(), Type.Primitive.STRING));
    }

    static Value bool(String text) throws ConversionException {
        return switch (text) {
            case "true", "1" -> Values.TRUE;
            case "false", "0" -> Values.FALSE;
            case "True", "TRUE" ->
                    throw new ConversionException(
                            "a bool is required; to convert from string, use lowercase \"true\"");
            case "False", "FALSE" ->
                    throw new ConversionException(
                            "a bool is required; to convert from string, use lowercase \"false\"");
            default -> throw new ConversionException("a bool is required");
        };
    }
}
