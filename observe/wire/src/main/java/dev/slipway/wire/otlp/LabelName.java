package dev.slipway.wire.otlp;

import dev.slipway.wire.otlp.OtlpOptions.LabelNaming;

/// Names of attributes as names of labels.
final class LabelName {
    private LabelName() {}

    /// Empty if nothing of the name is left.
    static String of(String attribute, Translation translation, LabelNaming naming) {
        if (!translation.isEscaping()) {
            return attribute;
        }
        StringBuilder name = new StringBuilder(attribute.length() + 4);
        attribute.codePoints().forEach(c -> name.append(isAlphanumeric(c) ? (char) c : '_'));
        String text = naming.keepsUnderscores() ? name.toString() : collapsed(name.toString());
        if (text.isEmpty()) {
            return "";
        }
        if (text.charAt(0) >= '0' && text.charAt(0) <= '9') {
            return "key_" + text;
        }
        boolean prefixed =
                naming.prefixesUnderscore() && text.startsWith("_") && !text.startsWith("__");
        String result = prefixed ? "key" + text : text;
        return result.chars().allMatch(c -> c == '_') ? "" : result;
    }

    static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /// One underscore for several in a row, except around names like `__this__`, which are kept for
    /// machines.
    private static String collapsed(String name) {
        boolean reserved = name.length() > 4 && name.startsWith("__") && name.endsWith("__");
        String inner = name.replaceAll("_+", "_");
        return reserved ? "_" + inner + "_" : inner;
    }
}
