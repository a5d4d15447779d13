package dev.slipway.hcl.eval;

import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Value;
import java.util.List;

/// Something an expression may call: either it is given values, or the expressions themselves with
/// what they yield, which is how `try` works. Implementations are immutable.
public sealed interface Function {
    /// Called with values that already have the types of its parameters.
    record OfValues(Signature signature, Body body) implements Function {}

    /// Called with expressions, not evaluated yet.
    non-sealed interface OfExpressions extends Function {
        Value call(List<Argument> arguments) throws FunctionException;
    }

    /// An expression given to a function, and how to evaluate it.
    interface Argument {
        Expression expression();

        Scope scope();

        /// The value, or unknown with diagnostics.
        Evaluation evaluate();
    }

    /// What a function does once its arguments are checked.
    @FunctionalInterface
    interface Body {
        Value call(List<Value> arguments) throws FunctionException;
    }
}
