package dev.slipway.promql.syntax;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All functions of Prometheus 3. Immutable and thread-safe.
public final class FunctionCatalogue {
    /// A line per shape: `returns arguments optional: names`, with s, v, m, t for scalar, vector,
    /// matrix and string, `-` for no arguments, and `!` after an experimental name.
    private static final String SHAPES =
            """
            s - 0: pi time
            s v 0: scalar
            v s 0: vector
            v v 1: day_of_month day_of_week day_of_year days_in_month hour minute month year
            v v 0: abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor \
            histogram_avg histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 \
            log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp
            v m 0: absent_over_time avg_over_time changes count_over_time delta deriv idelta \
            increase irate last_over_time max_over_time min_over_time present_over_time rate \
            resets stddev_over_time stdvar_over_time sum_over_time first_over_time \
            mad_over_time! ts_of_first_over_time! ts_of_last_over_time! ts_of_max_over_time! \
            ts_of_min_over_time!
            v vs 0: clamp_max clamp_min
            v vss 0: clamp
            v vs 1: round
            v sv 0: histogram_quantile
            v ssv 0: histogram_fraction
            v vtss 9: histogram_quantiles!
            v sm 0: quantile_over_time
            v mss 0: double_exponential_smoothing!
            v ms 0: predict_linear
            v vtttt 0: label_replace
            v vttt -1: label_join
            v vt -1: sort_by_label! sort_by_label_desc!
            v vv 1: info!
            s - 0: start! end! range! step!
            s ss 0: max_of! min_of!
            """;

    private static final Map<String, FunctionSignature> FUNCTIONS = read();

    private FunctionCatalogue() {}

    public static Optional<FunctionSignature> find(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name));
    }

    /// By name, ascending.
    public static Collection<FunctionSignature> all() {
        return FUNCTIONS.values();
    }

    private static Map<String, FunctionSignature> read() {
        Map<String, FunctionSignature> functions = new TreeMap<>();
        SHAPES.lines().forEach(line -> readLine(line, functions));
        return Collections.unmodifiableMap(functions);
    }

    private static void readLine(String line, Map<String, FunctionSignature> functions) {
        int colon = line.indexOf(':');
        String[] shape = line.substring(0, colon).split(" ", -1);
        List<ValueType> arguments = new ArrayList<>();
        for (char letter : shape[1].replace("-", "").toCharArray()) {
            arguments.add(type(letter));
        }
        ValueType returns = type(shape[0].charAt(0));
        int variadic = Integer.parseInt(shape[2]);
        for (String word : line.substring(colon + 2).split(" ", -1)) {
            String name = word.replace("!", "");
            boolean experimental = word.endsWith("!");
            functions.put(
                    name, new FunctionSignature(name, arguments, variadic, returns, experimental));
        }
    }

    private static ValueType type(char letter) {
        return switch (letter) {
            case 's' -> ValueType.SCALAR;
            case 'v' -> ValueType.VECTOR;
            case 'm' -> ValueType.MATRIX;
            case 't' -> ValueType.STRING;
            default -> throw new IllegalArgumentException("type: " + letter);
        };
    }
}
