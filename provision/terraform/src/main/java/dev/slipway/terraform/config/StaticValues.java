package dev.slipway.terraform.config;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.function.Functions;
import dev.slipway.hcl.function.Surroundings;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Values that are known as soon as the configuration is read: of variables, and of locals that are
/// made of such. Sources of modules and settings of backends may use them. Belongs to one thread.
public final class StaticValues {
    private final Module module;
    private final Given given;
    private final Map<String, Value> locals = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    /// Values of input variables, not converted yet.
    public record Given(Map<String, Value> variables) {
        public Given {
            variables = Map.copyOf(variables);
        }
    }

    public StaticValues(Module module, Given given) {
        this.module = module;
        this.given = given;
    }

    /// The value of an expression; null, with diagnostics, if it is wrong.
    public @Nullable Value value(Expression expression, Diagnostics diagnostics) {
        Evaluation evaluation = Evaluator.evaluate(expression, scope(expression));
        diagnostics.addAll(evaluation.diagnostics());
        return evaluation.diagnostics().hasErrors() ? null : evaluation.value();
    }

    Value valueOrUnknown(Expression expression) {
        Value value = value(expression, new Diagnostics());
        return value == null ? Values.DYNAMIC : value;
    }

    private Scope scope(Expression expression) {
        Map<String, Value> variables = new HashMap<>();
        Map<String, Value> named = new HashMap<>();
        Map<String, Value> roots = new HashMap<>();
        for (Reference reference : References.of(expression)) {
            String name =
                    reference.steps().isEmpty()
                                    || !(reference.steps().getFirst().key()
                                            instanceof Value.Text(String text))
                            ? ""
                            : text;
            switch (reference.root()) {
                case "var" -> variables.put(name, variable(name));
                case "local" -> named.put(name, local(name));
                case "path" ->
                        roots.put(
                                "path",
                                Values.object(
                                        Map.of(
                                                "module",
                                                Value.of(module.folder().toString()),
                                                "root",
                                                Value.of("."),
                                                "cwd",
                                                Value.of(
                                                        Path.of("").toAbsolutePath().toString()))));
                default -> roots.put(reference.root(), Values.DYNAMIC);
            }
        }
        roots.put("var", Values.object(variables));
        roots.put("local", Values.object(named));
        return Scope.of(roots, functions());
    }

    private static Map<String, dev.slipway.hcl.eval.Function> functions() {
        return Functions.all(
                new Surroundings(
                        Path.of(""),
                        Path.of(System.getProperty("user.home", "")),
                        InstantSource.system(),
                        RandomGenerator.getDefault()));
    }

    private Value variable(String name) {
        Variable variable = module.variables().get(name);
        if (variable == null) {
            return Values.DYNAMIC;
        }
        Value value = given.variables().get(name);
        if (value == null) {
            value = variable.standard();
        }
        if (value == null) {
            return Value.unknown(variable.constraint().type());
        }
        try {
            return variable.constraint().convert(value);
        } catch (ConversionException e) {
            return Value.unknown(
                    variable.constraint().type().isDynamic()
                            ? Type.Any.DYNAMIC
                            : variable.constraint().type());
        }
    }

    private Value local(String name) {
        Local local = module.locals().get(name);
        Value known = locals.get(name);
        if (known != null || local == null || !underWay.add(name)) {
            return known == null ? Values.DYNAMIC : known;
        }
        Value value = valueOrUnknown(local.expression());
        underWay.remove(name);
        locals.put(name, value);
        return value;
    }
}
