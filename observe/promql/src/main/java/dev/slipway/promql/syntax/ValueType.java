package dev.slipway.promql.syntax;

/// What kind of value an expression has. Immutable.
public enum ValueType {
    SCALAR("scalar"),
    VECTOR("instant vector"),
    MATRIX("range vector"),
    STRING("string");

    private final String description;

    ValueType(String description) {
        this.description = description;
    }

    /// As messages name the type.
    public String description() {
        return description;
    }
}
