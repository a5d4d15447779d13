package dev.slipway.hcl.eval;

import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Calls a function with arguments that already have its parameters' types, doing for it what its
/// signature leaves to the language: nulls, unknown values and marks. Stateless.
public final class Calling {
    private Calling() {}

    public static Value call(Function.OfValues function, List<Value> arguments)
            throws FunctionException {
        Signature signature = function.signature();
        Set<Mark> marks = new HashSet<>();
        List<Value> plain = new ArrayList<>(arguments.size());
        boolean dynamic = false;
        boolean unknown = false;
        for (int index = 0; index < arguments.size(); index++) {
            Parameter parameter = parameter(signature, index);
            Value argument = arguments.get(index);
            if (!parameter.allows(Parameter.Allowance.MARKED)) {
                argument = Values.withoutMarks(argument, marks);
            }
            if (argument.isNull() && !parameter.allows(Parameter.Allowance.NULL)) {
                throw FunctionException.argument(index, "argument must not be null");
            }
            dynamic |= isDynamic(argument) && !parameter.allows(Parameter.Allowance.DYNAMIC);
            unknown |= !argument.isKnown() && !parameter.allows(Parameter.Allowance.UNKNOWN);
            plain.add(argument);
        }
        if (dynamic) {
            return Values.DYNAMIC;
        }
        Value result =
                unknown
                        ? unknown(signature, plain)
                        : refined(signature, function.body().call(plain));
        return result.withMarks(marks);
    }

    private static Parameter parameter(Signature signature, int index) throws FunctionException {
        Parameter parameter = signature.parameter(index);
        if (parameter == null) {
            throw FunctionException.failure("too many arguments");
        }
        return parameter;
    }

    /// A null of no particular type is as little to go by as something unknown.
    private static boolean isDynamic(Value argument) {
        return argument.type().isDynamic();
    }

    private static Value unknown(Signature signature, List<Value> arguments)
            throws FunctionException {
        Type type = signature.result().of(arguments);
        return signature.notNull() ? Values.unknownNotNull(type) : Value.unknown(type);
    }

    private static Value refined(Signature signature, Value result) {
        if (signature.notNull()
                && result.unmarked() instanceof Value.Unknown unknown
                && !unknown.type().isDynamic()) {
            Refinement refinement = unknown.refinement().withNotNull();
            return refinement.of(unknown.type()).withMarks(result.marks());
        }
        return result;
    }
}
