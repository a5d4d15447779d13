package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Lexer;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Functions that evaluate templates. A template sees only the variables it is given, and the
/// functions, except those that would evaluate templates again.
final class Templates {
    private static final String CONSOLE = "<templatestring argument>";
    private static final Set<String> NOT_INSIDE = Set.of("templatefile", "templatestring");

    private final Map<String, Function> functions;
    private final Map<String, Function> table;

    private Templates(Map<String, Function> table) {
        this.table = table;
        this.functions = new HashMap<>(table);
    }

    /// Must come last, since templates may use every function before.
    static void addTo(Map<String, Function> table) {
        Templates templates = new Templates(table);
        table.put(
                "templatefile",
                Definition.of()
                        .nullable()
                        .taking("path", Type.Primitive.STRING)
                        .taking("vars", Type.Any.DYNAMIC)
                        .yields(
                                Type.Any.DYNAMIC,
                                arguments ->
                                        templates.file(
                                                Values.text(arguments.getFirst()),
                                                arguments.getLast())));
        table.put("templatestring", (Function.OfExpressions) templates::string);
    }

    private Value file(String path, Value variables) throws FunctionException {
        Function file = table.get("file");
        if (!(file instanceof Function.OfValues reader)) {
            throw new IllegalStateException("no function to read files");
        }
        String text = Values.text(reader.body().call(List.of(Value.of(path))));
        return render(path, text, variables, 1);
    }

    private Value string(List<Function.Argument> arguments) throws FunctionException {
        if (arguments.size() != 2) {
            throw FunctionException.failure("templatestring requires exactly two arguments");
        }
        Set<Mark> marks = new HashSet<>();
        Value variables = Values.withoutMarks(succeeded(arguments.getLast()), marks);
        if (!variables.isKnown()) {
            return Values.unknownNotNull(Type.Primitive.STRING).withMarks(marks);
        }
        Expression expression = arguments.getFirst().expression();
        if (Reference.of(expression) == null) {
            throw FunctionException.argument(
                    0,
                    "invalid template expression: must be a direct reference to a single string"
                            + " from elsewhere, containing valid template syntax");
        }
        Value plain = Values.withoutMarks(succeeded(arguments.getFirst()), marks);
        if (plain.isNull()) {
            throw FunctionException.argument(0, "argument must not be null");
        }
        if (variables.isNull()) {
            throw FunctionException.argument(1, "argument must not be null");
        }
        if (!plain.isKnown()) {
            return Values.unknownNotNull(Type.Primitive.STRING).withMarks(marks);
        }
        if (plain.type() != Type.Primitive.STRING) {
            throw FunctionException.argument(0, "invalid template value: a string is required");
        }
        try {
            String text = Values.text(Conversion.convert(plain, Type.Primitive.STRING));
            Value result = render(CONSOLE, text, variables, 1);
            return Conversion.convert(result, Type.Primitive.STRING).withMarks(marks);
        } catch (ConversionException problem) {
            throw FunctionException.failure("a string is required");
        }
    }

    private static Value succeeded(Function.Argument argument) throws FunctionException {
        Evaluation evaluation = argument.evaluate();
        for (Diagnostic each : evaluation.diagnostics().list()) {
            throw FunctionException.failure(each.summary() + "; " + each.detail());
        }
        return evaluation.value();
    }

    private Value render(String name, String text, Value given, int argument)
            throws FunctionException {
        Diagnostics diagnostics = new Diagnostics();
        Expression template = Parser.template(new SourceText(name, text), diagnostics);
        if (template == null || diagnostics.hasErrors()) {
            throw failure(diagnostics);
        }
        Map<String, Value> variables = variables(given, argument);
        for (Reference reference : References.of(template)) {
            if (!variables.containsKey(reference.root())) {
                throw FunctionException.argument(
                        argument,
                        "vars map does not contain key \""
                                + reference.root()
                                + "\", referenced at "
                                + reference.range());
            }
        }
        for (String function : References.functions(template)) {
            if (NOT_INSIDE.contains(function)) {
                throw FunctionException.failure(
                        "cannot recursively call "
                                + function
                                + " from inside another template"
                                + " function");
            }
        }
        Evaluation result = Evaluator.evaluate(template, Scope.of(variables, functions));
        if (result.diagnostics().hasErrors()) {
            throw failure(result.diagnostics());
        }
        return result.value();
    }

    private static Map<String, Value> variables(Value given, int argument)
            throws FunctionException {
        if (!given.type().isMapping()) {
            throw FunctionException.argument(argument, "invalid vars value: must be a map");
        }
        Map<String, Value> variables = new HashMap<>(Values.entries(given));
        for (String name : variables.keySet()) {
            if (!Lexer.isIdentifier(name)) {
                throw FunctionException.argument(
                        argument,
                        "invalid template variable name \""
                                + name
                                + "\": must start with a letter,"
                                + " followed by zero or more letters, digits, and underscores");
            }
        }
        return variables;
    }

    private static FunctionException failure(Diagnostics diagnostics) {
        Diagnostic first = diagnostics.list().getFirst();
        return FunctionException.failure(
                first.subject() + ": " + first.summary() + "; " + first.detail());
    }
}
