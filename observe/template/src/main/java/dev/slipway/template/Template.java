package dev.slipway.template;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A parsed template with the templates it may call. Immutable.
///
/// Data are null, `Boolean`, `String`, whole numbers, `Double`, `Float`, `List`, `Map`,
/// [java.time.Instant], [java.time.Duration], [TemplateFunction] and records, whose components are
/// fields: `.GeneratorURL` reads the component `GeneratorURL`, `generatorURL` or `generatorUrl`.
public final class Template {
    private final String name;
    private final Map<String, Definition> definitions;
    private final FunctionSet functions;
    private final MissingKey missingKey;
    private final Limits limits;
    private final LongSupplier nanoClock;

    private Template(
            String name, Map<String, Definition> definitions, FunctionSet functions, Rules rules) {
        this.name = requireNonNull(name, "name");
        this.definitions = Map.copyOf(definitions);
        this.functions = requireNonNull(functions, "functions");
        this.missingKey = rules.missingKey;
        this.limits = rules.limits;
        this.nanoClock = rules.nanoClock;
    }

    private record Rules(MissingKey missingKey, Limits limits, LongSupplier nanoClock) {}

    /// Throws [TemplateException].
    public static Template parse(String name, String text, FunctionSet functions) {
        Rules rules = new Rules(MissingKey.NO_VALUE, Limits.DEFAULT, System::nanoTime);
        return new Template(name, Map.of(), functions, rules).also(name, text);
    }

    /// A template of another text that may call all that is defined here. What both define is what
    /// the new one says, unless that is empty. Throws [TemplateException].
    public Template also(String otherName, String text) {
        Map<String, Definition> all = new LinkedHashMap<>(definitions);
        Parser.parse(otherName, text, functions)
                .forEach((key, value) -> {
                    if (!value.body().isEmpty() || !all.containsKey(key)) {
                        all.put(key, value);
                    }
                });
        return new Template(otherName, all, functions, rules());
    }

    /// The same under another of its names; it need not be there until it is executed.
    public Template named(String otherName) {
        return new Template(otherName, definitions, functions, rules());
    }

    public Template withMissingKey(MissingKey other) {
        return new Template(name, definitions, functions, new Rules(other, limits, nanoClock));
    }

    public Template withLimits(Limits other) {
        return new Template(name, definitions, functions, new Rules(missingKey, other, nanoClock));
    }

    /// Time for [Limits#timeMax] comes from here.
    public Template withClock(LongSupplier other) {
        return new Template(name, definitions, functions, new Rules(missingKey, limits, other));
    }

    public String name() {
        return name;
    }

    /// Names of all that is defined.
    public Set<String> definitions() {
        return definitions.keySet();
    }

    /// What the template writes with these data. Throws [TemplateException].
    public String execute(@Nullable Object data) {
        Execution execution = new Execution(definitions, functions, missingKey, limits, nanoClock);
        return execution.run(name, data);
    }

    private Rules rules() {
        return new Rules(missingKey, limits, nanoClock);
    }
}
