package dev.slipway.promql.syntax;

import java.util.Locale;
import java.util.Optional;

/// The aggregation operators. Immutable.
public enum Aggregation {
    SUM,
    AVG,
    MIN,
    MAX,
    COUNT,
    GROUP,
    STDDEV,
    STDVAR,
    TOPK(ValueType.SCALAR),
    BOTTOMK(ValueType.SCALAR),
    QUANTILE(ValueType.SCALAR),
    COUNT_VALUES(ValueType.STRING),
    LIMITK(ValueType.SCALAR),
    LIMIT_RATIO(ValueType.SCALAR);

    private final Optional<ValueType> parameterType;

    Aggregation() {
        parameterType = Optional.empty();
    }

    Aggregation(ValueType parameterType) {
        this.parameterType = Optional.of(parameterType);
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Optional<ValueType> findParameterType() {
        return parameterType;
    }

    public boolean isExperimental() {
        return this == LIMITK || this == LIMIT_RATIO;
    }
}
