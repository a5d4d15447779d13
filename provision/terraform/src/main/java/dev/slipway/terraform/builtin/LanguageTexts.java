package dev.slipway.terraform.builtin;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Lexer;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Provider.FunctionFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Values as texts in the language, and back: `encode_tfvars`, `decode_tfvars`, `encode_expr`.
/// Stateless.
final class LanguageTexts {
    private LanguageTexts() {}

    static Value call(String name, Value argument) throws FunctionFailure {
        return switch (name) {
            case "encode_tfvars" -> Value.of(variables(argument));
            case "decode_tfvars" -> decoded(Values.text(argument));
            case "encode_expr" -> {
                StringBuilder text = new StringBuilder();
                expression(argument, 0, text);
                yield Value.of(text.toString());
            }
            default -> throw new FunctionFailure("There is no function " + name, null);
        };
    }

    private static String variables(Value value) throws FunctionFailure {
        if (!(value.unmarked() instanceof Value.Mapping mapping)) {
            throw new FunctionFailure("The value to encode must be an object or map.", 0);
        }
        int width = 0;
        for (String name : mapping.elements().keySet()) {
            if (!Lexer.isIdentifier(name)) {
                throw new FunctionFailure(
                        "Invalid variable name \"" + name + "\": it must be an identifier.", 0);
            }
            width = Math.max(width, name.length());
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Value> each : mapping.elements().entrySet()) {
            text.append(each.getKey()).repeat(" ", width - each.getKey().length()).append(" = ");
            expression(each.getValue(), 0, text);
            text.append('\n');
        }
        return text.toString();
    }

    private static Value decoded(String text) throws FunctionFailure {
        Diagnostics diagnostics = new Diagnostics();
        Content content = Content.of(Parser.file(new SourceText("<argument>", text), diagnostics));
        Map<String, Value> values = new TreeMap<>();
        content.justAttributes(diagnostics)
                .forEach((name, attribute) -> {
                    Evaluation evaluation =
                            Evaluator.evaluate(
                                    attribute.expression(), Scope.of(Map.of(), Map.of()));
                    diagnostics.addAll(evaluation.diagnostics());
                    values.put(name, evaluation.value());
                });
        if (diagnostics.hasErrors()) {
            throw new FunctionFailure(
                    "Invalid tfvars syntax: " + diagnostics.list().getFirst().detail(), 0);
        }
        return Values.object(values);
    }

    private static void expression(Value value, int depth, StringBuilder text) {
        switch (value) {
            case Value.Marked marked -> expression(marked.inner(), depth, text);
            case Value.Null _ -> text.append("null");
            case Value.Text(String string) -> text.append(quoted(string));
            case Value.Bool bool -> text.append(bool.isTrue());
            case Value.Numeric(BigFloat number) -> text.append(number);
            case Value.Unknown _ -> text.append("null");
            case Value.Sequence sequence -> sequence(sequence.elements(), depth, text);
            case Value.Mapping mapping -> mapping(mapping.elements(), depth, text);
        }
    }

    private static String quoted(String string) {
        return GoQuote.quoted(string).replace("${", "$${").replace("%{", "%%{");
    }

    private static void sequence(List<Value> elements, int depth, StringBuilder text) {
        text.append('[');
        for (int i = 0; i < elements.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            expression(elements.get(i), depth, text);
        }
        text.append(']');
    }

    private static void mapping(Map<String, Value> elements, int depth, StringBuilder text) {
        if (elements.isEmpty()) {
            text.append("{}");
            return;
        }
        int width = 0;
        for (String key : elements.keySet()) {
            width = Math.max(width, key(key).length());
        }
        text.append("{\n");
        for (Map.Entry<String, Value> each : elements.entrySet()) {
            String key = key(each.getKey());
            text.repeat("  ", depth + 1).append(key).repeat(" ", width - key.length());
            text.append(" = ");
            expression(each.getValue(), depth + 1, text);
            text.append('\n');
        }
        text.repeat("  ", depth).append('}');
    }

    private static String key(String key) {
        return Lexer.isIdentifier(key) ? key : quoted(key);
    }
}
