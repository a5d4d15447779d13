package dev.slipway.hcl.eval;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function's parameters, the last of which may be repeated, and the type of what it yields.
/// Immutable.
public record Signature(
        List<Parameter> parameters,
        @Nullable Parameter variadic,
        ResultType result,
        boolean notNull) {
    /// The type of the result for these arguments, which may be unknown.
    @FunctionalInterface
    public interface ResultType {
        Type of(List<Value> arguments) throws FunctionException;
    }

    public Signature {
        parameters = List.copyOf(parameters);
    }

    /// The parameter that the argument at an index belongs to.
    public @Nullable Parameter parameter(int index) {
        return index < parameters.size() ? parameters.get(index) : variadic;
    }
}
