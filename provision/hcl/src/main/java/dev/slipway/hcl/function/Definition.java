package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter;
import dev.slipway.hcl.eval.Signature;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Defines one function, parameter by parameter. Used by one thread while the table is built.
final class Definition {
    private final List<Parameter> parameters = new ArrayList<>();
    private @Nullable Parameter variadic;
    private boolean notNull = true;

    static Definition of() {
        return new Definition();
    }

    Definition taking(String name, Type type) {
        parameters.add(Parameter.of(name, type));
        return this;
    }

    Definition taking(
            String name, Type type, Parameter.Allowance first, Parameter.Allowance... more) {
        parameters.add(Parameter.of(name, type).allowing(first, more));
        return this;
    }

    Definition repeating(String name, Type type) {
        variadic = Parameter.of(name, type);
        return this;
    }

    Definition repeating(
            String name, Type type, Parameter.Allowance first, Parameter.Allowance... more) {
        variadic = Parameter.of(name, type).allowing(first, more);
        return this;
    }

    /// The result may be null.
    Definition nullable() {
        notNull = false;
        return this;
    }

    Function yields(Type type, Function.Body body) {
        return yields(arguments -> type, body);
    }

    Function yields(Signature.ResultType type, Function.Body body) {
        return new Function.OfValues(new Signature(parameters, variadic, type, notNull), body);
    }

    /// A function from texts to a text.
    Function ofTexts(TextBody body) {
        return yields(
                Type.Primitive.STRING,
                arguments -> Value.of(body.call(arguments.stream().map(Values::text).toList())));
    }

    @FunctionalInterface
    interface TextBody {
        String call(List<String> texts) throws FunctionException;
    }
}
