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

    private Scope(
            @Nullable Scope parent, Map<String, Value> variables, Map<String, Function> functions) {
        this.parent = parent;
        this.variables = Map.copyOf(variables);
        this.functions = functions;
    }

    public static Scope of(Map<String, Value> variables, Map<String, Function> functions) {
        return new Scope(null, variables, Map.copyOf(functions));
    }

    /// A scope in which these variables hide those of the same name.
    public Scope with(Map<String, Value> inner) {
        return new Scope(this, inner, functions);
    }

    public @Nullable Value variable(String name) {
        Value found = variables.get(name);
        return found != null || parent == null ? found : parent.variable(name);
    }

    public @Nullable Function function(String name) {
        return functions.get(name);
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
