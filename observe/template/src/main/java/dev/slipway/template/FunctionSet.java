package dev.slipway.template;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What templates may call besides Go's own functions, and which methods the data have. Immutable.
public final class FunctionSet {
    /// Three arguments.
    @FunctionalInterface
    public interface Ternary<A, B, C> {
        @Nullable Object apply(A first, B second, C third);
    }

    private record Method(Class<?> receiver, String name, TemplateFunction function) {}

    public static final FunctionSet EMPTY = builder().build();

    private final Map<String, TemplateFunction> functions;
    private final List<Method> methods;
    private final String include;

    private FunctionSet(Builder builder) {
        this.functions = Map.copyOf(builder.functions);
        this.methods = List.copyOf(builder.methods);
        this.include = builder.include;
    }

    public static Builder builder() {
        return new Builder();
    }

    boolean has(String name) {
        return functions.containsKey(name) || isInclude(name) || Builtins.has(name);
    }

    /// Whether this name runs a defined template.
    boolean isInclude(String name) {
        return name.equals(include);
    }

    Optional<TemplateFunction> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /// The method that objects of this kind have under this name; the first registered counts. It
    /// takes the receiver as its first argument.
    Optional<TemplateFunction> findMethod(Object receiver, String name) {
        return methods.stream()
                .filter(each -> each.name.equals(name) && each.receiver.isInstance(receiver))
                .map(Method::function)
                .findFirst();
    }

    /// Collects functions; a later one replaces an earlier one of the same name. Not thread-safe.
    public static final class Builder {
        private final Map<String, TemplateFunction> functions = new LinkedHashMap<>();
        private final ArrayList<Method> methods = new ArrayList<>();
        private String include = "";

        private Builder() {}

        public Builder add(String name, TemplateFunction function) {
            functions.put(requireNonNull(name, "name"), requireNonNull(function, "function"));
            return this;
        }

        public Builder add(String name, Supplier<?> code) {
            return add(name, new TemplateFunction(List.of(), false, arguments -> code.get()));
        }

        public <A> Builder add(String name, Class<A> first, Function<A, ?> code) {
            return add(name, unary(first, code));
        }

        public <A, B> Builder add(
                String name, Class<A> first, Class<B> second, BiFunction<A, B, ?> code) {
            return add(name, binary(first, second, code));
        }

        public <A, B, C> Builder add(
                String name,
                Class<A> first,
                Class<B> second,
                Class<C> third,
                Ternary<A, B, C> code) {
            return add(
                    name,
                    new TemplateFunction(
                            List.of(first, second, third),
                            false,
                            arguments ->
                                    code.apply(
                                            argument(first, arguments, 0),
                                            argument(second, arguments, 1),
                                            argument(third, arguments, 2))));
        }

        /// A function of any number of any values.
        public Builder addVariadic(String name, Function<List<@Nullable Object>, ?> code) {
            return add(name, new TemplateFunction(List.of(Object.class), true, code::apply));
        }

        /// A function that takes the name of a template and its data, and returns what it writes.
        public Builder addInclude(String name) {
            include = requireNonNull(name, "name");
            return this;
        }

        /// A method without arguments of all objects of a class: `.Name`.
        public <T> Builder method(Class<T> receiver, String name, Function<T, ?> code) {
            methods.add(new Method(receiver, name, unary(receiver, code)));
            return this;
        }

        /// A method with one argument: `.Name argument`.
        public <T, A> Builder method(
                Class<T> receiver, String name, Class<A> argument, BiFunction<T, A, ?> code) {
            methods.add(new Method(receiver, name, binary(receiver, argument, code)));
            return this;
        }

        public FunctionSet build() {
            return new FunctionSet(this);
        }

        private static <A> TemplateFunction unary(Class<A> first, Function<A, ?> code) {
            return new TemplateFunction(
                    List.of(first), false, arguments -> code.apply(argument(first, arguments, 0)));
        }

        private static <A, B> TemplateFunction binary(
                Class<A> first, Class<B> second, BiFunction<A, B, ?> code) {
            return new TemplateFunction(
                    List.of(first, second),
                    false,
                    arguments ->
                            code.apply(
                                    argument(first, arguments, 0), argument(second, arguments, 1)));
        }

        /// Types were checked by who calls; null is passed on where Go would pass nil.
        @SuppressWarnings("NullAway")
        private static <A> A argument(Class<A> type, List<@Nullable Object> arguments, int index) {
            return type.cast(arguments.get(index));
        }
    }
}
