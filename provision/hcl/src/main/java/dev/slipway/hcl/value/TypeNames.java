package dev.slipway.hcl.value;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Types in words, and as they are written in a configuration.
public final class TypeNames {
    private static final String INDENT = "    ";

    private TypeNames() {}

    static String friendly(Type type) {
        return switch (type) {
            case Type.Primitive primitive -> primitive.name().toLowerCase(Locale.ROOT);
            case Type.Any ignored -> "dynamic";
            case Type.ListOf list -> "list of " + element(list.element());
            case Type.SetOf set -> "set of " + element(set.element());
            case Type.MapOf map -> "map of " + element(map.element());
            case Type.TupleOf ignored -> "tuple";
            case Type.ObjectOf ignored -> "object";
        };
    }

    private static String element(Type type) {
        return type.isDynamic() ? "any single type" : friendly(type);
    }

    /// The name of a type that is wished for: `any type`.
    public static String wish(Type type) {
        return type.isDynamic() ? "any type" : friendly(type);
    }

    /// With an article: `a list of string`.
    public static String withArticle(Type type) {
        String name = friendly(type);
        return (name.startsWith("o") ? "an " : "a ") + name;
    }

    /// As a type constraint over several lines, the way the console's `type` shows it.
    public static String constraint(Type type) {
        return constraint(type, "");
    }

    private static String constraint(Type type, String indent) {
        return switch (type) {
            case Type.Primitive primitive -> primitive.name().toLowerCase(Locale.ROOT);
            case Type.Any ignored -> "dynamic";
            case Type.ListOf list -> "list(" + constraint(list.element(), indent) + ")";
            case Type.SetOf set -> "set(" + constraint(set.element(), indent) + ")";
            case Type.MapOf map -> "map(" + constraint(map.element(), indent) + ")";
            case Type.TupleOf tuple ->
                    tuple.elements().isEmpty()
                            ? "tuple([])"
                            : tuple.elements().stream()
                                    .map(each -> line(indent, constraint(each, indent + INDENT)))
                                    .collect(Collectors.joining("", "tuple([\n", indent + "])"));
            case Type.ObjectOf object ->
                    object.attributes().isEmpty()
                            ? "object({})"
                            : object.attributes().entrySet().stream()
                                    .map(each -> line(indent, attribute(each, indent + INDENT)))
                                    .collect(Collectors.joining("", "object({\n", indent + "})"));
        };
    }

    private static String attribute(Map.Entry<String, Type> attribute, String indent) {
        return attribute.getKey() + ": " + constraint(attribute.getValue(), indent);
    }

    private static String line(String indent, String text) {
        return indent + INDENT + text + ",\n";
    }
}
