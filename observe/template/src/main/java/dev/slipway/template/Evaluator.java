package dev.slipway.template;

import dev.slipway.template.Node.Operand;
import dev.slipway.template.TemplateException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the values of pipelines, with the variables of one template. For one thread.
///
/// Go's templates are typed; what stands here are the rules that one notices: a constant takes the
/// type of the parameter it is given to, a value does not; a nil is not the same as nothing.
final class Evaluator {
    private static final class Binding {
        private final String name;
        private @Nullable Object value;

        Binding(String name, @Nullable Object value) {
            this.name = name;
            this.value = value;
        }
    }

    private final Execution execution;
    private final Definition definition;
    private final List<Binding> bindings = new ArrayList<>();
    private Node at;

    Evaluator(Execution execution, Definition definition, @Nullable Object data) {
        this.execution = execution;
        this.definition = definition;
        this.at = definition.body();
        bindings.add(new Binding("$", data));
    }

    /// What errors are about from here on.
    void at(Node node) {
        at = node;
    }

    int mark() {
        return bindings.size();
    }

    void reset(int mark) {
        bindings.subList(mark, bindings.size()).clear();
    }

    void setFromTop(int depth, @Nullable Object value) {
        bindings.get(bindings.size() - depth).value = value;
    }

    void assign(String name, @Nullable Object value) {
        binding(name).value = value;
    }

    private Binding binding(String name) {
        for (int i = bindings.size() - 1; i >= 0; i--) {
            if (bindings.get(i).name.equals(name)) {
                return bindings.get(i);
            }
        }
        throw error("undefined variable: " + name);
    }

    @Nullable Object pipeline(@Nullable Object dot, Node.Pipe pipe) {
        at(pipe);
        Object value = Absent.INPUT;
        for (Node.Command command : pipe.commands()) {
            value = command(dot, command, value);
            value = value == null ? Absent.VALUE : value;
        }
        for (Node.Variable variable : pipe.variables()) {
            if (pipe.assigns()) {
                assign(variable.name(), value);
            } else {
                bindings.add(new Binding(variable.name(), value));
            }
        }
        return value;
    }

    private @Nullable Object command(
            @Nullable Object dot, Node.Command command, @Nullable Object input) {
        execution.step(this);
        Operand first = command.words().getFirst();
        List<Operand> rest = command.words().subList(1, command.words().size());
        return switch (first) {
            case Node.Field field -> field(dot, field, rest, input);
            case Node.Chain chain -> chain(dot, chain, rest, input);
            case Node.Identifier identifier -> function(dot, identifier, command, rest, input);
            case Node.Pipe pipe -> {
                checkNoArguments(first, rest, input);
                yield pipeline(dot, pipe);
            }
            case Node.Variable variable -> variable(dot, variable, rest, input);
            case Node.Bool _, Node.Dot _, Node.Numeral _, Node.Str _, Node.Nil _ -> {
                at(first);
                checkNoArguments(first, rest, input);
                if (first instanceof Node.Nil) {
                    throw error("nil is not a command");
                }
                yield constant(dot, first);
            }
        };
    }

    private void checkNoArguments(Operand first, List<Operand> rest, @Nullable Object input) {
        if (!rest.isEmpty() || input != Absent.INPUT) {
            throw error("can't give argument to non-function " + first);
        }
    }

    private @Nullable Object constant(@Nullable Object dot, Operand operand) {
        return switch (operand) {
            case Node.Bool bool -> bool.value();
            case Node.Dot _ -> dot;
            case Node.Str str -> str.text();
            case Node.Numeral numeral -> ideal(numeral);
            default -> throw error("can't evaluate command " + operand);
        };
    }

    /// The value of a constant that nothing asks to be of a certain type.
    private Object ideal(Node.Numeral numeral) {
        at(numeral);
        NumberScanner.Reading value = numeral.value();
        if (numeral.isFloat() && value.floating() != null) {
            return value.floating();
        }
        if (value.integer() == null) {
            throw error(numeral + " overflows int");
        }
        return value.integer();
    }

    private @Nullable Object field(
            @Nullable Object dot, Node.Field field, List<Operand> rest, @Nullable Object input) {
        at(field);
        return fields(dot, dot, field, field.fields(), rest, input);
    }

    private @Nullable Object chain(
            @Nullable Object dot, Node.Chain chain, List<Operand> rest, @Nullable Object input) {
        at(chain);
        if (chain.receiver() instanceof Node.Nil) {
            throw error("indirection through explicit nil in " + chain);
        }
        Object receiver = argument(dot, Object.class, chain.receiver());
        return fields(dot, receiver, chain, chain.fields(), rest, input);
    }

    private @Nullable Object variable(
            @Nullable Object dot,
            Node.Variable variable,
            List<Operand> rest,
            @Nullable Object input) {
        at(variable);
        Object value = binding(variable.name()).value;
        if (variable.fields().isEmpty()) {
            checkNoArguments(variable, rest, input);
            return value;
        }
        return fields(dot, value, variable, variable.fields(), rest, input);
    }

    private @Nullable Object fields(
            @Nullable Object dot,
            @Nullable Object receiver,
            Node node,
            List<String> names,
            List<Operand> rest,
            @Nullable Object input) {
        Object value = receiver;
        for (String name : names.subList(0, names.size() - 1)) {
            value = member(new Access(dot, node, List.of(), Absent.INPUT), value, name);
        }
        return member(new Access(dot, node, rest, input), value, names.getLast());
    }

    /// What a field is given, should it be a method.
    private record Access(
            @Nullable Object dot, Node node, List<Operand> rest, @Nullable Object input) {
        boolean hasArguments() {
            return !rest.isEmpty() || input != Absent.INPUT;
        }
    }

    private @Nullable Object member(Access access, @Nullable Object receiver, String name) {
        if (receiver == Absent.VALUE) {
            if (execution.missingKey() == MissingKey.ERROR) {
                throw error("nil data; no entry for key " + GoQuote.quoted(name));
            }
            return Absent.VALUE;
        }
        if (receiver == null) {
            throw error("nil pointer evaluating interface {}." + name);
        }
        Optional<TemplateFunction> method = execution.functions().findMethod(receiver, name);
        if (method.isPresent()) {
            return call(new Call(access, name, method.get(), receiver));
        }
        if (receiver instanceof Map<?, ?> map) {
            if (access.hasArguments()) {
                throw error(name + " is not a method but has arguments");
            }
            return entry(map, name);
        }
        Optional<GoType.Component> component = GoType.component(receiver, name);
        if (component.isEmpty()) {
            throw error("can't evaluate field " + name + " in type " + GoType.of(receiver));
        }
        if (access.hasArguments()) {
            throw error(name + " has arguments but cannot be invoked as function");
        }
        return GoType.normal(component.get().read(receiver));
    }

    private @Nullable Object entry(Map<?, ?> map, String name) {
        if (map.containsKey(name)) {
            return GoType.normal(map.get(name));
        }
        return switch (execution.missingKey()) {
            case NO_VALUE -> Absent.VALUE;
            case ZERO -> map instanceof TextMap ? "" : null;
            case ERROR -> throw error("map has no entry for key " + GoQuote.quoted(name));
        };
    }

    private @Nullable Object function(
            @Nullable Object dot,
            Node.Identifier identifier,
            Node node,
            List<Operand> rest,
            @Nullable Object input) {
        at(identifier);
        String name = identifier.name();
        Access access = new Access(dot, node, rest, input);
        Optional<TemplateFunction> own = execution.functions().find(name);
        if (own.isPresent()) {
            return call(new Call(access, name, own.get(), null));
        }
        if (execution.functions().isInclude(name)) {
            return call(new Call(access, name, includeFunction(), null));
        }
        if (name.equals("and") || name.equals("or")) {
            return shortCircuit(access, name);
        }
        if (name.equals("call")) {
            String callee = rest.isEmpty() ? "piped value" : rest.getFirst().toString();
            return call(new Call(access, name, Builtins.call(callee), null));
        }
        return call(new Call(access, name, Builtins.function(name, execution.lengthMax()), null));
    }

    private TemplateFunction includeFunction() {
        return new TemplateFunction(
                List.of(String.class, Object.class),
                false,
                arguments -> {
                    String name = (String) arguments.getFirst();
                    Definition included = name == null ? null : execution.definition(name);
                    if (included == null) {
                        throw new IllegalArgumentException(
                                "template: no template " + GoQuote.quoted(String.valueOf(name)));
                    }
                    execution.enter(this);
                    String text = execution.collect(included, arguments.getLast());
                    execution.leave();
                    return text;
                });
    }

    private @Nullable Object shortCircuit(Access access, String name) {
        if (!access.hasArguments()) {
            throw error("wrong number of args for " + name + ": want at least 1 got 0");
        }
        Object value = null;
        for (Operand each : access.rest) {
            value = argument(access.dot, Object.class, each);
            if (GoType.isTrue(value) == name.equals("or")) {
                return value;
            }
        }
        return access.input == Absent.INPUT ? value : access.input;
    }

    /// A function with what it is given.
    ///
    /// @param receiver of a method, its first argument
    private record Call(
            Access access, String name, TemplateFunction function, @Nullable Object receiver) {
        int hidden() {
            return receiver == null ? 0 : 1;
        }
    }

    private @Nullable Object call(Call call) {
        TemplateFunction function = call.function;
        Access access = call.access;
        checkCount(call);
        List<@Nullable Object> arguments = new ArrayList<>();
        if (call.receiver != null) {
            arguments.add(call.receiver);
        }
        for (Operand each : access.rest) {
            arguments.add(argument(access.dot, function.parameter(arguments.size()), each));
        }
        if (access.input != Absent.INPUT) {
            Class<?> type = function.parameter(arguments.size());
            arguments.add(checked(access.input, type));
        }
        arguments.replaceAll(each -> each == Absent.VALUE ? null : each);
        try {
            Object result = GoType.normal(function.code().call(arguments));
            if (result instanceof String text) {
                execution.checkLength(this, text.length());
            }
            return result;
        } catch (TextLimitException e) {
            throw error(Reason.LIMIT, String.valueOf(e.getMessage()), e);
        } catch (TemplateException e) {
            if (e.reason() == Reason.LIMIT) {
                throw e;
            }
            throw failed(call, e);
        } catch (RuntimeException e) {
            throw failed(call, e);
        }
    }

    private TemplateException failed(Call call, RuntimeException cause) {
        at(call.access.node);
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return error(Reason.EXECUTION, "error calling " + call.name + ": " + message, cause);
    }

    private void checkCount(Call call) {
        TemplateFunction function = call.function;
        int given = call.access.rest.size() + (call.access.input == Absent.INPUT ? 0 : 1);
        int wanted = function.fixed() - call.hidden();
        if (function.variadic() ? given < wanted : given != wanted) {
            int shown = function.variadic() ? call.access.rest.size() : given;
            throw error(
                    "wrong number of args for %s: want %s%d got %d"
                            .formatted(
                                    call.name,
                                    function.variadic() ? "at least " : "",
                                    wanted,
                                    shown));
        }
    }

    private @Nullable Object argument(@Nullable Object dot, Class<?> type, Operand operand) {
        at(operand);
        return switch (operand) {
            case Node.Dot _ -> checked(dot, type);
            case Node.Nil _ -> {
                if (!GoType.canBeNil(type)) {
                    throw error("cannot assign nil to " + GoType.of(type));
                }
                yield null;
            }
            case Node.Field field -> checked(field(dot, field, List.of(), Absent.INPUT), type);
            case Node.Variable variable ->
                    checked(variable(dot, variable, List.of(), Absent.INPUT), type);
            case Node.Pipe pipe -> checked(pipeline(dot, pipe), type);
            case Node.Identifier identifier ->
                    checked(function(dot, identifier, identifier, List.of(), Absent.INPUT), type);
            case Node.Chain chain -> checked(chain(dot, chain, List.of(), Absent.INPUT), type);
            case Node.Bool _, Node.Str _, Node.Numeral _ -> typed(dot, type, operand);
        };
    }

    /// A constant, of the type that is asked for.
    private @Nullable Object typed(@Nullable Object dot, Class<?> type, Operand operand) {
        if (type == Object.class) {
            return constant(dot, operand);
        }
        if (type == String.class) {
            return operand instanceof Node.Str str ? str.text() : expected("string", operand);
        }
        if (type == Boolean.class) {
            return operand instanceof Node.Bool bool ? bool.value() : expected("bool", operand);
        }
        if (type == Long.class) {
            return operand instanceof Node.Numeral numeral && numeral.value().integer() != null
                    ? numeral.value().integer()
                    : expected("integer", operand);
        }
        if (type == Double.class) {
            return operand instanceof Node.Numeral numeral && numeral.value().floating() != null
                    ? numeral.value().floating()
                    : expected("float", operand);
        }
        throw error("can't handle " + operand + " for arg of type " + GoType.of(type));
    }

    private Object expected(String what, Operand operand) {
        throw error("expected " + what + "; found " + operand);
    }

    private @Nullable Object checked(@Nullable Object value, Class<?> type) {
        if (value == null || value == Absent.VALUE) {
            if (!GoType.canBeNil(type)) {
                throw error(
                        value == null
                                ? "wrong type for value; expected "
                                        + GoType.of(type)
                                        + "; got interface {}"
                                : "invalid value; expected " + GoType.of(type));
            }
            return value;
        }
        if (!type.isInstance(value)) {
            throw error(
                    "wrong type for value; expected "
                            + GoType.of(type)
                            + "; got "
                            + GoType.of(value));
        }
        return value;
    }

    TemplateException error(String message) {
        return error(Reason.EXECUTION, message);
    }

    TemplateException error(Reason reason, String message) {
        return error(reason, message, null);
    }

    private TemplateException error(Reason reason, String message, @Nullable Throwable cause) {
        Position position = at.position();
        String full =
                "template: %s:%d:%d: executing %s at <%s>: %s"
                        .formatted(
                                definition.source(),
                                position.line(),
                                position.column(),
                                GoQuote.quoted(definition.name()),
                                at,
                                message);
        return new TemplateException(reason, position, full, cause);
    }
}
