package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.JsonContent;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gathers the values of the root module's variables from everywhere, what comes later replacing
/// what came before: `TF_VAR_` variables, `terraform.tfvars`, `terraform.tfvars.json`,
/// `*.auto.tfvars` in the order of their names, and what is given by hand, in its order. Belongs to
/// one thread.
public final class VariableValues {
    private static final String PREFIX = "TF_VAR_";

    private final Module root;
    private final Path folder;
    private final Diagnostics diagnostics;
    private final Map<String, Value> values = new TreeMap<>();

    /// Something given by hand, on the command line for instance.
    public sealed interface Given {
        /// `-var name=text`.
        record Text(String name, String text) implements Given {}

        /// The same, of which nothing must be shown.
        record Secret(String name, String text) implements Given {
            @Override
            public String toString() {
                return "Secret[" + name + "]";
            }
        }

        /// A value that has its type already.
        record Typed(String name, Value value) implements Given {}

        /// `-var-file`: a path relative to the folder.
        record File(String path) implements Given {}
    }

    public VariableValues(Module root, Path folder, Diagnostics diagnostics) {
        this.root = root;
        this.folder = folder;
        this.diagnostics = diagnostics;
    }

    /// The values, converted to the types of their variables; those that nobody gave are not among
    /// them. Marks are left to who evaluates.
    public Map<String, Value> gather(Map<String, String> environment, List<Given> given) {
        environment.forEach((name, text) -> {
            String variable = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
            if (root.variables().containsKey(variable)) {
                text(variable, text, "the environment variable " + name);
            }
        });
        for (String name : files()) {
            file(folder.resolve(name), name, false);
        }
        for (Given each : given) {
            switch (each) {
                case Given.Text(String name, String text) -> byHand(name, text);
                case Given.Secret(String name, String text) -> {
                    byHand(name, text);
                    values.computeIfPresent(name, (_, value) -> value.withMark(Mark.SENSITIVE));
                }
                case Given.Typed(String name, Value value) -> typed(name, value);
                case Given.File(String path) -> file(folder.resolve(path), path, true);
            }
        }
        return converted();
    }

    private List<String> files() {
        List<String> names = new ArrayList<>(List.of("terraform.tfvars", "terraform.tfvars.json"));
        try (Stream<Path> all = Files.list(folder)) {
            all.map(each -> each.getFileName().toString())
                    .filter(name ->
                            name.endsWith(".auto.tfvars") || name.endsWith(".auto.tfvars.json"))
                    .sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            diagnostics.error("Failed to read folder", folder + ": " + e.getMessage(), null);
        }
        return names;
    }

    private void file(Path file, String name, boolean required) {
        if (!Files.exists(file)) {
            if (required) {
                diagnostics.error(
                        "Failed to read variables file",
                        "Given variables file " + name + " does not exist.",
                        null);
            }
            return;
        }
        try {
            SourceText source = new SourceText(name, Files.readString(file));
            Content content =
                    name.endsWith(".json")
                            ? JsonContent.parse(source, diagnostics)
                            : Content.of(Parser.file(source, diagnostics));
            content.justAttributes(diagnostics)
                    .forEach((variable, attribute) -> {
                        Evaluation evaluation =
                                Evaluator.evaluate(
                                        attribute.expression(), Scope.of(Map.of(), Map.of()));
                        diagnostics.addAll(evaluation.diagnostics());
                        if (root.variables().containsKey(variable)) {
                            values.put(variable, evaluation.value());
                        } else {
                            undeclared(variable, attribute);
                        }
                    });
        } catch (IOException e) {
            diagnostics.error("Failed to read variables file", name + ": " + e.getMessage(), null);
        }
    }

    private void undeclared(String variable, Content.Attribute attribute) {
        diagnostics.add(
                Diagnostic.warning(
                        "Value for undeclared variable",
                        "The root module does not declare a variable named \""
                                + variable
                                + "\" but a value was found in this file."
                                + Suggestion.didYouMean(variable, root.variables().keySet()),
                        attribute.range()));
    }

    private void byHand(String name, String text) {
        if (!root.variables().containsKey(name)) {
            diagnostics.error(
                    "Value for undeclared variable",
                    "A variable named \""
                            + name
                            + "\" was assigned on the command line, but the root module does not"
                            + " declare a variable of that name."
                            + Suggestion.didYouMean(name, root.variables().keySet()),
                    null);
            return;
        }
        text(name, text, "the command line");
    }

    private void typed(String name, Value value) {
        if (root.variables().containsKey(name)) {
            values.put(name, value);
        } else {
            diagnostics.error(
                    "Value for undeclared variable",
                    "The root module does not declare a variable named \""
                            + name
                            + "\"."
                            + Suggestion.didYouMean(name, root.variables().keySet()),
                    null);
        }
    }

    /// A variable of a simple type, or of any, takes the text as it is; of others it is an
    /// expression.
    private void text(String name, String text, String origin) {
        Variable variable = root.variables().get(name);
        if (variable == null) {
            return;
        }
        Type type = variable.constraint().type();
        if (type.isPrimitive() || type.isDynamic()) {
            values.put(name, Value.of(text));
            return;
        }
        Diagnostics found = new Diagnostics();
        Expression expression =
                Parser.expression(new SourceText("<value for var." + name + ">", text), found);
        if (expression != null && !found.hasErrors()) {
            Evaluation evaluation = Evaluator.evaluate(expression, Scope.of(Map.of(), Map.of()));
            found.addAll(evaluation.diagnostics());
            values.put(name, evaluation.value());
        }
        if (found.hasErrors()) {
            diagnostics.error(
                    "Invalid value for input variable",
                    "The value for var."
                            + name
                            + " from "
                            + origin
                            + " is no expression: "
                            + found.list().getFirst().detail(),
                    variable.range());
        }
    }

    private Map<String, Value> converted() {
        Map<String, Value> converted = new TreeMap<>();
        for (Variable variable : root.variables().values()) {
            Value value = values.get(variable.name());
            Value result = value == null ? null : converted(variable, value);
            if (result != null) {
                converted.put(variable.name(), result);
            } else if (value == null && variable.isRequired()) {
                diagnostics.error(
                        "No value for required variable",
                        "The root module input variable \""
                                + variable.name()
                                + "\" is not set, and has no default value. Use a -var or -var-file"
                                + " command line argument to provide a value for this variable.",
                        variable.range());
            }
        }
        return converted;
    }

    private @Nullable Value converted(Variable variable, Value value) {
        try {
            Value result = variable.constraint().convert(value);
            if (result.isNull() && !variable.traits().nullable()) {
                if (variable.standard() != null) {
                    return null;
                }
                diagnostics.error(
                        "Required variable not set",
                        "The variable \"" + variable.name() + "\" must not be null.",
                        variable.range());
            }
            return result;
        } catch (ConversionException e) {
            diagnostics.error(
                    "Invalid value for input variable",
                    "The given value is not suitable for var."
                            + variable.name()
                            + ": "
                            + e.getMessage()
                            + ".",
                    variable.range());
            return null;
        }
    }
}
