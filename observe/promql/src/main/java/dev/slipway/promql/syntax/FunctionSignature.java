package dev.slipway.promql.syntax;

import java.util.List;

/// What a function takes and returns. Immutable.
///
/// @param arguments types in order; the last may be repeated or left out as `variadic` says
/// @param variadic 0: exactly `arguments`; n > 0: the last n may be left out; -1: the last may be
///   left out or repeated without limit
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
        return arguments.size() - Math.abs(variadic);
    }

    public int maxArguments() {
        return variadic < 0 ? Integer.MAX_VALUE : arguments.size();
    }

    public ValueType argument(int index) {
        return arguments.get(Math.min(index, arguments.size() - 1));
    }
}
