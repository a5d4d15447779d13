package dev.slipway.promql.syntax;

import java.util.List;

/// What a function takes and returns. Immutable.
///
/// @param arguments types in order; the last may be repeated or left out as `variadic` says
/// @param variadic 0: exactly `arguments`; n > 0: the last may be left out or stand up to n times;
///   -1: the last may be left out or stand without limit
public record FunctionSignature(
        String name,
        List<ValueType> arguments,
        int variadic,
        ValueType returns,
        boolean experimental) {
    public FunctionSignature {
        arguments = List.copyOf(arguments);
    }

    public int minArguments() {
        return variadic == 0 ? arguments.size() : arguments.size() - 1;
    }

    public int maxArguments() {
        if (variadic == 0) {
            return arguments.size();
        }
        return variadic < 0 ? Integer.MAX_VALUE : arguments.size() - 1 + variadic;
    }

    public ValueType argument(int index) {
        return arguments.get(Math.min(index, arguments.size() - 1));
    }
}
