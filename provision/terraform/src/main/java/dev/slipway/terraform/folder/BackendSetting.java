package dev.slipway.terraform.folder;

import static java.util.Objects.requireNonNull;

import dev.slipway.backend.Backends;
import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.config.Backend;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.StaticValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a configuration says of where states are kept, with the sum of it. Files of this machine
/// are the type `local`. Immutable.
record BackendSetting(String type, Map<String, Value> values, long hash) {
    private static final String LOCAL = "local";

    BackendSetting {
        values = Map.copyOf(values);
    }

    boolean isLocal() {
        return type.equals(LOCAL);
    }

    /// Settings may use variables and locals that are known beforehand.
    ///
    /// @throws FolderException if something in it is wrong
    static BackendSetting of(Module module, Map<String, Value> variables) {
        Backend backend = module.settings().backend();
        if (backend == null || backend.type().equals(LOCAL)) {
            return new BackendSetting(LOCAL, Map.of(), 0);
        }
        SortedMap<String, Type> types = Backends.types(backend.type());
        if (types.isEmpty()) {
            throw new FolderException(
                    List.of(
                            Diagnostic.error(
                                    "Unsupported backend",
                                    "There is no backend \""
                                            + backend.type()
                                            + "\"; there are local, "
                                            + String.join(", ", Backends.kinds())
                                            + ".",
                                    backend.range())));
        }
        Diagnostics diagnostics = new Diagnostics();
        Content.Found found = backend.config().read(schema(types.keySet()), diagnostics);
        StaticValues values = new StaticValues(module, new StaticValues.Given(variables));
        Map<String, Value> read = new TreeMap<>();
        found.attributes()
                .forEach((name, attribute) -> {
                    Value value = values.value(attribute.expression(), diagnostics);
                    if (value != null && !value.unmarked().isWhollyKnown()) {
                        diagnostics.error(
                                "Invalid backend setting",
                                "\"" + name + "\" is not known beforehand.",
                                attribute.expression().range());
                    } else if (value != null && !value.isNull()) {
                        Value converted = converted(name, value, types, attribute, diagnostics);
                        if (converted != null) {
                            read.put(name, converted);
                        }
                    }
                });
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        return new BackendSetting(
                backend.type(), read, BackendRecord.hash(backend.type(), read, types));
    }

    private static @Nullable Value converted(
            String name,
            Value value,
            SortedMap<String, Type> types,
            Content.Attribute attribute,
            Diagnostics diagnostics) {
        try {
            Value plain = Values.withoutMarks(value, new HashSet<>());
            return Conversion.convert(plain, requireNonNull(types.get(name)));
        } catch (ConversionException e) {
            diagnostics.error(
                    "Invalid backend setting",
                    "\"" + name + "\": " + e.getMessage() + ".",
                    attribute.expression().range());
            return null;
        }
    }

    private static BodySchema schema(Set<String> names) {
        return new BodySchema(
                names.stream().map(each -> new BodySchema.Attribute(each, false)).toList(),
                List.of());
    }

    /// What the folder keeps of it, with what was given by hand: `KEY=VALUE`, or files of such.
    ///
    /// @throws FolderException if something given is wrong
    BackendRecord with(List<String> given, Path folder) {
        Map<String, Value> merged = new TreeMap<>(values);
        SortedMap<String, Type> types = Backends.types(type);
        for (String each : given) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                String name = each.substring(0, equals);
                put(name, word(name, each.substring(equals + 1), types), types, merged);
            } else {
                file(folder.resolve(each)).forEach((key, value) -> put(key, value, types, merged));
            }
        }
        return new BackendRecord(type, new TreeMap<>(merged), hash);
    }

    /// What stands after `KEY=`: a text, or an expression where more than a text is needed.
    private static Value word(String name, String text, SortedMap<String, Type> types) {
        Type type = types.get(name);
        if (type == null || type.isPrimitive()) {
            return Value.of(text);
        }
        Diagnostics diagnostics = new Diagnostics();
        Expression expression =
                Parser.expression(new SourceText("-backend-config=" + name, text), diagnostics);
        Value value = expression == null ? null : constant(expression, diagnostics);
        if (value == null || diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        return value;
    }

    private static void put(
            String name, Value value, SortedMap<String, Type> types, Map<String, Value> merged) {
        Type type = types.get(name);
        if (type == null) {
            throw new FolderException(
                    "Invalid -backend-config option",
                    "There is no setting \""
                            + name
                            + "\" (expected: one of "
                            + types.keySet()
                            + ").");
        }
        try {
            merged.put(name, Conversion.convert(value, type));
        } catch (ConversionException e) {
            throw new FolderException(
                    "Invalid -backend-config option", "\"" + name + "\": " + e.getMessage() + ".");
        }
    }

    private static Map<String, Value> file(Path file) {
        Diagnostics diagnostics = new Diagnostics();
        Map<String, Value> values = new TreeMap<>();
        try {
            Content content =
                    Content.of(
                            Parser.file(
                                    new SourceText(file.toString(), Files.readString(file)),
                                    diagnostics));
            content.justAttributes(diagnostics)
                    .forEach((name, attribute) -> {
                        Value value = constant(attribute.expression(), diagnostics);
                        if (value != null) {
                            values.put(name, value);
                        }
                    });
        } catch (IOException e) {
            throw new FolderException(
                    "Invalid -backend-config option",
                    file + " cannot be read (expected: KEY=VALUE, or a file): " + e.getMessage());
        }
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        return values;
    }

    private static @Nullable Value constant(Expression expression, Diagnostics diagnostics) {
        var evaluation = Evaluator.evaluate(expression, Scope.of(Map.of(), Map.of()));
        diagnostics.addAll(evaluation.diagnostics());
        return evaluation.diagnostics().hasErrors() ? null : evaluation.value();
    }
}
