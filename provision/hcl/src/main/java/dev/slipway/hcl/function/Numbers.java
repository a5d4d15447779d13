package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions of numbers.
final class Numbers {
    private static final int RANGE_MAX = 1024;
    private static final int BASE_MAX = 62;
    private static final int LETTERS = 26;

    private Numbers() {}

    static void addTo(Map<String, Function> table) {
        table.put("abs", number(BigFloat::abs));
        table.put("ceil", number(BigFloat::ceiling));
        table.put("floor", number(BigFloat::floor));
        table.put("signum", sign());
        table.put("max", extreme(1));
        table.put("min", extreme(-1));
        table.put(
                "log",
                Definition.of()
                        .taking("num", Type.Primitive.NUMBER)
                        .taking("base", Type.Primitive.NUMBER)
                        .yields(
                                Type.Primitive.NUMBER,
                                arguments ->
                                        real(
                                                StrictMath.log(real(arguments.getFirst()))
                                                        / StrictMath.log(
                                                                real(arguments.getLast())))));
        table.put(
                "pow",
                Definition.of()
                        .taking("num", Type.Primitive.NUMBER)
                        .taking("power", Type.Primitive.NUMBER)
                        .yields(
                                Type.Primitive.NUMBER,
                                arguments ->
                                        real(
                                                Powers.power(
                                                        real(arguments.getFirst()),
                                                        real(arguments.getLast())))));
        table.put("parseint", parseInteger());
        table.put("range", range());
        table.put("sum", sum());
    }

    private static Function sign() {
        return Definition.of()
                .taking("num", Type.Primitive.NUMBER)
                .yields(
                        Type.Primitive.NUMBER,
                        arguments -> {
                            BigFloat number = Values.number(arguments.getFirst());
                            if (number.toLongExact() == null) {
                                throw FunctionException.failure(
                                        "value must be a whole number, between "
                                                + Long.MIN_VALUE
                                                + " and "
                                                + Long.MAX_VALUE);
                            }
                            return Value.of(number.signum());
                        });
    }

    private interface NumberBody {
        BigFloat call(BigFloat number);
    }

    private static Function number(NumberBody body) {
        return Definition.of()
                .taking("num", Type.Primitive.NUMBER)
                .yields(
                        Type.Primitive.NUMBER,
                        arguments -> Value.of(body.call(Values.number(arguments.getFirst()))));
    }

    private static double real(Value value) {
        return Values.number(value).toDouble();
    }

    private static Value real(double result) throws FunctionException {
        if (Double.isNaN(result)) {
            throw FunctionException.failure("the result is not a number");
        }
        return Value.of(BigFloat.of(result));
    }

    private static Function extreme(int direction) {
        String wanted = "must pass at least one number";
        return Definition.of()
                .repeating("numbers", Type.Primitive.NUMBER)
                .yields(
                        Type.Primitive.NUMBER,
                        arguments -> {
                            if (arguments.isEmpty()) {
                                throw FunctionException.failure(wanted);
                            }
                            BigFloat best = Values.number(arguments.getFirst());
                            for (Value each : arguments) {
                                BigFloat number = Values.number(each);
                                best = number.compareTo(best) * direction > 0 ? number : best;
                            }
                            return Value.of(best);
                        });
    }

    private static Function parseInteger() {
        return Definition.of()
                .taking("number", Type.Any.DYNAMIC)
                .taking("base", Type.Primitive.NUMBER)
                .yields(
                        arguments -> {
                            if (arguments.getFirst().type() != Type.Primitive.STRING) {
                                throw FunctionException.argument(
                                        0,
                                        "first argument must be a string, not "
                                                + arguments.getFirst().type().friendlyName());
                            }
                            return Type.Primitive.NUMBER;
                        },
                        arguments -> {
                            if (arguments.getFirst().type() != Type.Primitive.STRING) {
                                throw FunctionException.argument(
                                        0,
                                        "first argument must be a string, not "
                                                + arguments.getFirst().type().friendlyName());
                            }
                            int base = integer(arguments, 1);
                            if (base < 2 || base > BASE_MAX) {
                                throw FunctionException.argument(
                                        1,
                                        "base must be a whole number between 2 and 62 inclusive");
                            }
                            return parsed(Values.text(arguments.getFirst()), base);
                        });
    }

    private static Value parsed(String text, int base) throws FunctionException {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String digits = signed ? text.substring(1) : text;
        BigInteger result = BigInteger.ZERO;
        BigInteger factor = BigInteger.valueOf(base);
        for (int index = 0; index < digits.length(); index++) {
            int digit = digit(digits.charAt(index), base);
            if (digit < 0 || digit >= base) {
                throw unparsable(text, base);
            }
            result = result.multiply(factor).add(BigInteger.valueOf(digit));
        }
        if (digits.isEmpty()) {
            throw unparsable(text, base);
        }
        return Value.of(BigFloat.of(text.startsWith("-") ? result.negate() : result));
    }

    private static FunctionException unparsable(String text, int base) {
        return FunctionException.argument(
                0, "cannot parse \"" + text + "\" as a base " + base + " integer");
    }

    /// Beyond base 36 capital letters are digits of their own.
    private static int digit(char each, int base) {
        if (each >= '0' && each <= '9') {
            return each - '0';
        }
        if (each >= 'a' && each <= 'z') {
            return each - 'a' + 10;
        }
        if (each >= 'A' && each <= 'Z') {
            return each - 'A' + 10 + (base > 36 ? LETTERS : 0);
        }
        return -1;
    }

    /// A whole number, one that does not fit an `int` as the nearest that does: for counts and
    /// places in things that are never that large.
    static int nearestInteger(List<Value> arguments, int index) throws FunctionException {
        BigFloat number = Values.number(arguments.get(index));
        boolean fits =
                number.compareTo(BigFloat.of(BigInteger.valueOf(Long.MAX_VALUE))) <= 0
                        && number.compareTo(BigFloat.of(BigInteger.valueOf(Long.MIN_VALUE))) >= 0;
        if (fits && number.isInteger() && number.toIntExact() == null) {
            return number.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        }
        return integer(arguments, index);
    }

    /// A whole number that fits an `int`.
    static int integer(List<Value> arguments, int index) throws FunctionException {
        BigFloat number = Values.number(arguments.get(index));
        Integer whole = number.toIntExact();
        if (whole != null) {
            return whole;
        }
        if (!number.isInteger()) {
            throw FunctionException.argument(index, "value must be a whole number");
        }
        throw FunctionException.argument(index, "value is too large or too small");
    }

    private static Function range() {
        return Definition.of()
                .repeating("params", Type.Primitive.NUMBER)
                .yields(Type.list(Type.Primitive.NUMBER), Numbers::rangeOf);
    }

    private static Value rangeOf(List<Value> arguments) throws FunctionException {
        List<BigFloat> given = arguments.stream().map(Values::number).toList();
        if (given.isEmpty() || given.size() > 3) {
            throw FunctionException.failure("must have one, two, or three arguments");
        }
        BigFloat start = given.size() == 1 ? BigFloat.ZERO : given.getFirst();
        BigFloat limit = given.size() == 1 ? given.getFirst() : given.get(1);
        boolean falling = limit.compareTo(start) < 0;
        BigFloat step = falling ? BigFloat.of(-1) : BigFloat.ONE;
        if (given.size() == 3) {
            step = given.get(2);
        }
        if (limit.compareTo(start) == 0) {
            return Values.list(Type.Primitive.NUMBER, List.of());
        }
        if (step.isZero()) {
            throw FunctionException.argument(2, "step must not be zero");
        }
        if (given.size() == 3 && falling && step.signum() > 0) {
            throw FunctionException.argument(
                    2, "end must be greater than start when step is positive");
        }
        if (given.size() == 3 && limit.compareTo(start) > 0 && step.signum() < 0) {
            throw FunctionException.argument(
                    2, "end must be less than start when step is negative");
        }
        List<Value> numbers = new ArrayList<>();
        BigFloat number = start;
        while (number.compareTo(limit) * step.signum() < 0) {
            if (numbers.size() >= RANGE_MAX) {
                throw FunctionException.failure(
                        "more than 1024 values were generated; either decrease the difference"
                                + " between start and end or use a smaller step");
            }
            numbers.add(Value.of(number));
            number = number.add(step);
        }
        return Values.list(Type.Primitive.NUMBER, numbers);
    }

    private static Function sum() {
        return Definition.of()
                .taking("list", Type.Any.DYNAMIC, Allowance.UNKNOWN)
                .yields(Type.Primitive.NUMBER, arguments -> sumOf(arguments.getFirst()));
    }

    private static Value sumOf(Value list) throws FunctionException {
        String wanted = "argument must be list, set, or tuple of number values";
        if (!list.isWhollyKnown()) {
            return Values.unknownNotNull(Type.Primitive.NUMBER);
        }
        if (!list.type().isSequence()) {
            throw FunctionException.argument(
                    0, "argument must be list, set, or tuple. Received an object");
        }
        List<Value> elements = Values.elements(list);
        if (elements.isEmpty()) {
            throw FunctionException.argument(0, "cannot sum an empty list");
        }
        BigFloat sum = null;
        for (Value each : elements) {
            if (each.isNull()) {
                throw FunctionException.argument(0, wanted);
            }
            try {
                BigFloat number = Values.number(Conversion.convert(each, Type.Primitive.NUMBER));
                sum = sum == null ? number : sum.add(number);
            } catch (ConversionException problem) {
                throw FunctionException.argument(0, wanted);
            } catch (ArithmeticException problem) {
                throw FunctionException.argument(0, "can't compute sum of opposing infinities");
            }
        }
        return sum == null ? Value.of(0) : Value.of(sum);
    }
}
