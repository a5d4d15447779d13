package dev.slipway.terraform.engine;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.Labels;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.ModuleCall;
import dev.slipway.terraform.config.Output;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.config.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The values of one instance of a module: variables, locals, outputs, which instances its calls
/// and resources have. Each is calculated when it is first asked for. Thread-safe.
final class ModuleValues {
    private final Evaluations run;
    private final ModuleInstance instance;
    private final ConfigTree tree;
    private final @Nullable ModuleValues caller;
    private final Map<String, Value> callNames;
    private final Map<String, Memo<Value>> values = new ConcurrentHashMap<>();
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();
    private final Map<String, Memo<Expansion>> expansions = new ConcurrentHashMap<>();
    private final Map<ModuleInstance, ModuleValues> children = new ConcurrentHashMap<>();

    /// `callNames` are what the call's arguments see of their own: `each` or `count`.
    ModuleValues(
            Evaluations run,
            ModuleInstance instance,
            ConfigTree tree,
            @Nullable ModuleValues caller,
            Map<String, Value> callNames) {
        this.run = run;
        this.instance = instance;
        this.tree = tree;
        this.caller = caller;
        this.callNames = Map.copyOf(callNames);
    }

    ModuleInstance instance() {
        return instance;
    }

    Module module() {
        return tree.module();
    }

    boolean isRoot() {
        return instance.isRoot();
    }

    @Override
    public String toString() {
        return instance.toString();
    }

    Map<String, Function> functions() {
        return run.setting().functions();
    }

    @Nullable Function providerFunction(String name) {
        return run.providerFunctions().find(this, name);
    }

    Collection<String> variableNames() {
        return module().variables().keySet();
    }

    Collection<String> localNames() {
        return module().locals().keySet();
    }

    Collection<String> callNames() {
        return module().calls().keySet();
    }

    Collection<String> resourceNames() {
        return module().resources().keySet().stream().map(ResourceAddress::toString).toList();
    }

    Value paths() {
        return Values.object(
                Map.of(
                        "module", Value.of(module().folder().toString()),
                        "root", Value.of("."),
                        "cwd",
                                Value.of(
                                        run.setting()
                                                .workingFolder()
                                                .toAbsolutePath()
                                                .normalize()
                                                .toString())));
    }

    Value terraform() {
        return run.setting().terraform();
    }

    /// An expression of this module; `own` are names that only it sees.
    Evaluation evaluate(Expression expression, Map<String, Value> own) {
        Diagnostics diagnostics = new Diagnostics();
        Scope scope = scope(References.of(expression), own, diagnostics);
        Value value = new Evaluator(scope, diagnostics).value(expression);
        return new Evaluation(value, diagnostics);
    }

    Scope scope(List<Reference> references, Map<String, Value> own, Diagnostics diagnostics) {
        return Names.scope(this, references, own, diagnostics);
    }

    private Value memo(String name, java.util.function.Supplier<Value> calculation) {
        return values.computeIfAbsent(name, _ -> new Memo<>(instance + "." + name, calculation))
                .get();
    }

    Value variable(String name) {
        Variable variable = module().variables().get(name);
        if (variable == null) {
            return Values.DYNAMIC;
        }
        Value value = unchecked(variable);
        if (!variable.validations().isEmpty()) {
            memo("validation of var." + name, () -> checked(variable, value));
        }
        return value;
    }

    /// Validations may use other variables, whose own may use this one.
    private Value unchecked(Variable variable) {
        return memo("var." + variable.name(), () -> calculated(variable));
    }

    private Value checked(Variable variable, Value value) {
        Map<String, Value> needed = new TreeMap<>();
        needed.put(variable.name(), value);
        for (Condition each : variable.validations()) {
            List<Reference> references = new ArrayList<>(References.of(each.condition()));
            references.addAll(References.of(each.errorMessage()));
            for (Reference reference : references) {
                Variable other =
                        reference.root().equals("var") && !reference.steps().isEmpty()
                                ? module().variables().get(name(reference))
                                : null;
                if (other != null) {
                    needed.computeIfAbsent(other.name(), _ -> unchecked(other));
                }
            }
        }
        if (!wrong.contains(variable.name())) {
            new Conditions(this, run)
                    .checkVariable(variable, Map.of("var", Values.object(needed)), place(variable));
        }
        return value;
    }

    private static String name(Reference reference) {
        return reference.steps().getFirst().key() instanceof Value.Text(String name) ? name : "";
    }

    private Value calculated(Variable variable) {
        Diagnostics diagnostics = new Diagnostics();
        Value value = converted(variable, given(variable, diagnostics), diagnostics);
        if (variable.traits().sensitive()) {
            value = value.withMark(Mark.SENSITIVE);
        }
        if (variable.traits().ephemeral()) {
            value = value.withMark(Mark.EPHEMERAL);
        }
        run.findings().addAll(diagnostics);
        if (diagnostics.hasErrors()) {
            wrong.add(variable.name());
        }
        return run.isOfAnyVariables()
                ? Value.unknown(variable.constraint().type()).withMarks(value.marks())
                : value;
    }

    private @Nullable Value given(Variable variable, Diagnostics diagnostics) {
        if (caller == null) {
            return run.variables().get(variable.name());
        }
        ModuleCall call = caller.module().calls().get(instance.path().last());
        Content.Attribute input = call == null ? null : call.inputs().get(variable.name());
        if (input == null) {
            if (call != null && variable.isRequired()) {
                diagnostics.error(
                        "Missing required argument",
                        "The argument \""
                                + variable.name()
                                + "\" is required, but no definition was found.",
                        Labels.brace(call.range()));
            }
            return null;
        }
        Evaluation evaluation = caller.evaluate(input.expression(), callNames);
        diagnostics.addAll(evaluation.diagnostics());
        if (Values.deepMarks(evaluation.value()).contains(Mark.EPHEMERAL)
                && !variable.traits().ephemeral()) {
            diagnostics.error(
                    "Ephemeral value not allowed",
                    "The variable \""
                            + variable.name()
                            + "\" is not declared as ephemeral, and so cannot be given an ephemeral"
                            + " value.",
                    input.expression().range());
        }
        return evaluation.value();
    }

    private Value converted(Variable variable, @Nullable Value given, Diagnostics diagnostics) {
        boolean standIn =
                given == null
                        || (given.isNull() && given.isKnown() && !variable.traits().nullable());
        Value value = standIn ? variable.standard() : given;
        if (value == null) {
            if (caller == null || given != null) {
                diagnostics.error(
                        given == null
                                ? "No value for required variable"
                                : "Required variable not set",
                        "The variable \"" + variable.name() + "\" is required, but is not set.",
                        place(variable));
            }
            return Value.unknown(variable.constraint().type());
        }
        try {
            return variable.constraint().convert(value);
        } catch (ConversionException e) {
            diagnostics.error(
                    "Invalid value for input variable",
                    "The given value is not suitable for "
                            + (isRoot() ? "" : instance + ".")
                            + "var."
                            + variable.name()
                            + " declared at "
                            + variable.range()
                            + ": "
                            + e.getMessage()
                            + ".",
                    place(variable));
            return Value.unknown(variable.constraint().type());
        }
    }

    private dev.slipway.hcl.source.SourceRange place(Variable variable) {
        ModuleCall call =
                caller == null ? null : caller.module().calls().get(instance.path().last());
        Content.Attribute input = call == null ? null : call.inputs().get(variable.name());
        return input == null ? variable.range() : input.expression().range();
    }

    Value local(String name) {
        return memo(
                "local." + name,
                () -> {
                    Evaluation evaluation =
                            evaluate(
                                    requireNonNull(module().locals().get(name)).expression(),
                                    Map.of());
                    run.findings().addAll(evaluation.diagnostics());
                    return evaluation.value();
                });
    }

    /// The value of an output as the caller sees it.
    Value output(String name) {
        return memo(
                "output." + name,
                () -> {
                    Map<String, Value> played = run.standIns().outputs(instance);
                    return played == null
                            ? calculated(requireNonNull(module().outputs().get(name)))
                            : played.getOrDefault(name, Values.NULL);
                });
    }

    /// Whether nothing of it is carried out, here or in a module around.
    boolean isPlayed() {
        return run.standIns().outputs(instance) != null || (caller != null && caller.isPlayed());
    }

    private Value calculated(Output output) {
        new Conditions(this, run).checkOutput(output);
        Evaluation evaluation = evaluate(output.value(), Map.of());
        run.findings().addAll(evaluation.diagnostics());
        Value value = evaluation.value();
        boolean secret = Values.deepMarks(value).contains(Mark.SENSITIVE);
        if (isRoot() && secret && !output.traits().sensitive()) {
            run.findings()
                    .error(
                            "Output refers to sensitive values",
                            "To reduce the risk of accidentally exporting sensitive data that was"
                                    + " intended to be only internal, any root module output"
                                    + " containing sensitive data must be explicitly marked as"
                                    + " sensitive: sensitive = true.",
                            output.range());
        }
        if (isRoot() && Values.hasInfinity(value)) {
            run.findings()
                    .error(
                            "Invalid output value",
                            "There is an infinite number in this value, which no state can keep.",
                            output.value().range());
        }
        boolean passing = Values.deepMarks(value).contains(Mark.EPHEMERAL);
        if (passing && !output.traits().ephemeral()) {
            run.findings()
                    .error(
                            "Ephemeral value not allowed",
                            "This output is not declared as ephemeral, so that it must not have an"
                                    + " ephemeral value: it would be kept.",
                            output.value().range());
        }
        if (output.traits().ephemeral() && isRoot()) {
            run.findings()
                    .error(
                            "Ephemeral output not allowed",
                            "Outputs of the root module are kept, and so cannot be ephemeral.",
                            output.range());
        } else if (output.traits().ephemeral() && !passing && value.isWhollyKnown()) {
            run.findings()
                    .error(
                            "Value not allowed in ephemeral output",
                            "This output is declared as ephemeral, and so must have an ephemeral"
                                    + " value.",
                            output.value().opening());
        }
        return output.traits().sensitive() ? value.withMark(Mark.SENSITIVE) : value;
    }

    /// All instances of a module as one value.
    Value call(String name) {
        return memo(
                "module." + name,
                () -> {
                    Expansion expansion = callExpansion(name);
                    return joined(expansion, key -> child(name, key).outputs());
                });
    }

    private Value outputs() {
        Map<String, Value> outputs = new TreeMap<>();
        module().outputs().keySet().forEach(name -> outputs.put(name, output(name)));
        return Values.object(outputs);
    }

    static Value joined(Expansion expansion, java.util.function.Function<InstanceKey, Value> part) {
        return switch (expansion.kind()) {
            case DEFERRED, UNKNOWN, ANY_COUNT, ANY_EACH -> Values.DYNAMIC;
            case ONCE ->
                    expansion.instances().isEmpty() ? Values.NULL : part.apply(InstanceKey.NONE);
            case COUNT -> {
                List<Value> parts = new ArrayList<>(expansion.instances().size());
                expansion.instances().keySet().forEach(key -> parts.add(part.apply(key)));
                yield Values.tuple(parts);
            }
            case FOR_EACH -> {
                Map<String, Value> parts = new TreeMap<>();
                for (InstanceKey key : expansion.instances().keySet()) {
                    if (key instanceof InstanceKey.Name(String text)) {
                        parts.put(text, part.apply(key));
                    }
                }
                yield Values.object(parts);
            }
        };
    }

    Expansion callExpansion(String name) {
        ModuleCall call = requireNonNull(module().calls().get(name));
        return expansions
                .computeIfAbsent(
                        "module." + name, key -> new Memo<>(key, () -> expand(call.repetition())))
                .get();
    }

    Expansion expansion(Resource resource) {
        return expansions
                .computeIfAbsent(
                        resource.address().toString(),
                        key -> new Memo<>(key, () -> expand(resource.repetition())))
                .get();
    }

    private Expansion expand(dev.slipway.terraform.config.Repetition repetition) {
        Expansion any = run.any(repetition);
        if (any != null) {
            return any;
        }
        Diagnostics diagnostics = new Diagnostics();
        Expansion expansion =
                new Repetitions(each -> evaluate(each, Map.of()), diagnostics).expand(repetition);
        run.findings().addAll(diagnostics);
        return expansion;
    }

    ModuleValues child(String name, InstanceKey key) {
        ModuleInstance inner = instance.child(name, key);
        ModuleValues known = children.get(inner);
        if (known != null) {
            return known;
        }
        ConfigTree child = tree.children().get(name);
        if (child == null) {
            throw new IllegalStateException("module." + name + " is not loaded");
        }
        // May need other children, and so must not be calculated while the map is changed.
        Map<String, Value> names = callExpansion(name).names(key);
        return children.computeIfAbsent(
                inner, _ -> new ModuleValues(run, inner, child, this, names));
    }

    boolean isLoaded(String call) {
        return tree.children().containsKey(call);
    }

    /// All instances of a resource as one value; null if there is no such resource.
    @Nullable Value resource(ResourceAddress address) {
        return module().resources().containsKey(address)
                ? run.resources().of(address.in(instance))
                : null;
    }
}
