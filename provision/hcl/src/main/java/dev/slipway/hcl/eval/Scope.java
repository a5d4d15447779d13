package dev.slipway.hcl.eval;

import dev.slipway.hcl.value.Value;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The variables and functions an expression may use. Immutable.
public final class Scope {
    private final @Nullable Scope parent;
    private final Map<String, Value> variables;
    private final Map<String, Function> functions;
    private final Lookup others;

    /// Finds functions that are not all known beforehand; null where there is none of that name.
    @FunctionalInterface
    public interface Lookup {
        Lookup NONE = _ -> null;

        @Nullable Function find(String name);
    }

    private Scope(
            @Nullable Scope parent,
            Map<String, Value> variables,
            Map<String, Function> functions,
            Lookup others) {
        this.parent = parent;
        this.variables = Map.copyOf(variables);
        this.functions = functions;
        this.others = others;
    }

    public static Scope of(Map<String, Value> variables, Map<String, Function> functions) {
        return of(variables, functions, Lookup.NONE);
    }

    /// `others` is asked for functions that are not among these.
    public static Scope of(
            Map<String, Value> variables, Map<String, Function> functions, Lookup others) {
        return new Scope(null, variables, Map.copyOf(functions), others);
    }

    /// A scope in which these variables hide those of the same name.
    public Scope with(Map<String, Value> inner) {
        return new Scope(this, inner, functions, others);
    }

    public @Nullable Value variable(String name) {
        Value found = variables.get(name);
        return found != null || parent == null ? found : parent.variable(name);
    }

    public @Nullable Function function(String name) {
        Function found = functions.get(name);
        return found == null ? others.find(name) : found;
    }

    public Set<String> variableNames() {
        Set<String> names = parent == null ? new TreeSet<>() : parent.variableNames();
        names.addAll(variables.keySet());
        return names;
    }

    public Set<String> functionNames() {
        return new TreeSet<>(functions.keySet());
    }
}
