package dev.slipway.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a template may call, with the types of what it takes: `String`, `Long`, `Double`,
/// `Boolean`, `List`, `Map`, any other class, or `Object` for anything. Also a value that the
/// builtin `call` calls. Must be thread-safe.
///
/// @param variadic whether the last parameter may be given any number of times
public record TemplateFunction(List<Class<?>> parameters, boolean variadic, Code code) {
    /// Throws any [RuntimeException] to say that it cannot; its message becomes part of the
    /// template's.
    @FunctionalInterface
    public interface Code {
        @Nullable Object call(List<@Nullable Object> arguments);
    }

    public TemplateFunction {
        parameters = List.copyOf(parameters);
        if (variadic && parameters.isEmpty()) {
            throw new IllegalArgumentException("parameters: none (expected: at least one)");
        }
    }

    int fixed() {
        return variadic ? parameters.size() - 1 : parameters.size();
    }

    Class<?> parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }
}
