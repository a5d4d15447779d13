package dev.slipway.terraform.folder;

import dev.slipway.backend.Backends;
import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.config.Backend;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.StaticValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        List<String> names = Backends.attributes(backend.type());
        if (names.isEmpty()) {
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
        Content.Found found = backend.config().read(schema(names), diagnostics);
        StaticValues values = new StaticValues(module, new StaticValues.Given(variables));
        Map<String, Value> read = new TreeMap<>();
        found.attributes()
                .forEach((name, attribute) -> {
                    Value value = values.value(attribute.expression(), diagnostics);
                    if (value != null && !value.isKnown()) {
                        diagnostics.error(
                                "Invalid backend setting",
                                "\"" + name + "\" is not known beforehand.",
                                attribute.expression().range());
                    } else if (value != null && !value.isNull()) {
                        read.put(name, value.unmarked());
                    }
                });
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        return new BackendSetting(
                backend.type(), read, BackendRecord.hash(backend.type(), read, names));
    }

    private static BodySchema schema(List<String> names) {
        return new BodySchema(
                names.stream().map(each -> new BodySchema.Attribute(each, false)).toList(),
                List.of());
    }

    /// What the folder keeps of it, with what was given by hand: `KEY=VALUE`, or files of such.
    ///
    /// @throws FolderException if something given is wrong
    BackendRecord with(List<String> given, Path folder) {
        Map<String, Value> merged = new TreeMap<>(values);
        List<String> names = Backends.attributes(type);
        for (String each : given) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                put(each.substring(0, equals), Value.of(each.substring(equals + 1)), names, merged);
            } else {
                file(folder.resolve(each)).forEach((key, value) -> put(key, value, names, merged));
            }
        }
        return new BackendRecord(type, new TreeMap<>(merged), hash);
    }

    private static void put(
            String name, Value value, List<String> names, Map<String, Value> merged) {
        if (!names.contains(name)) {
            throw new FolderException(
                    "Invalid -backend-config option",
                    "There is no setting \"" + name + "\" (expected: one of " + names + ").");
        }
        merged.put(name, value);
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
                        Value value = constant(attribute, diagnostics);
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

    private static @Nullable Value constant(Content.Attribute attribute, Diagnostics diagnostics) {
        var evaluation = Evaluator.evaluate(attribute.expression(), Scope.of(Map.of(), Map.of()));
        diagnostics.addAll(evaluation.diagnostics());
        return evaluation.diagnostics().hasErrors() ? null : evaluation.value();
    }
}
