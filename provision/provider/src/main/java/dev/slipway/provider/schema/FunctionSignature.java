package dev.slipway.provider.schema;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a function of a provider takes and yields.
public record FunctionSignature(
        List<Parameter> parameters, @Nullable Parameter variadic, Type result, Text text) {
    /// One parameter.
    public record Parameter(
            String name, Type type, boolean allowsNull, boolean allowsUnknown, Text text) {
        public Parameter {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
        }
    }

    public FunctionSignature {
        parameters = List.copyOf(parameters);
        requireNonNull(result, "result");
    }
}
