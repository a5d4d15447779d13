package dev.slipway.analysis.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final String VALUES =
            """
            1 + 2 * 3 => 7
            (1 + 2) * 3 => 9
            7 / 2 => 3.5
            7 % 4 => 3
            2 ** 3 ** 2 => 512.0
            -2 + 5 => 3
            -1.5e2 => -150.0
            1_000 => 1000
            'a' + "b" => ab
            1 < 2 and 2 < 3 => true
            1 > 2 or not (1 > 2) => true
            !(1 == 1.0) => false
            1 <= 1 && 2 >= 3 || true => true
            3 in [1, 2, 3] => true
            3 not in [1, 2, 3] => false
            'k' in {k: 1} => true
            'foobar' matches '^foo' => true
            'foobar' not matches 'o+x' => true
            'foobar' contains 'oba' => true
            'foobar' startsWith 'foo' and 'foobar' endsWith 'bar' => true
            1 > 2 ? 'yes' : 'no' => no
            nil ?? 5 => 5
            1..3 => [1, 2, 3]
            len(1..10) => 10
            all(1..3, # > 0) => true
            all(1..3, {# > 1}) => false
            any([1, 2], # == 2) => true
            none([1, 2], # == 3) => true
            one([1, 2], # == 1) => true
            filter(1..5, # % 2 == 1) => [1, 3, 5]
            map(1..3, # * 2) => [2, 4, 6]
            count(1..5, # > 2) => 3
            map([{n: 1}, {n: 2}], .n) => [1, 2]
            1..5 | filter(# > 2) | len() => 3
            find([1, 2, 3], # > 1) => 2
            sum([1, 2, 3]) => 6
            sum([1, 2.5]) => 3.5
            mean([1, 2, 3]) => 2.0
            median([3, 1, 2, 4]) => 2.5
            min(3, 1, 2) => 1
            max([3, 1, 2]) => 3
            first([4, 5]) + last([4, 5]) => 9
            abs(-4) => 4
            round(2.5) => 3.0
            ceil(1.2) + floor(1.8) => 3.0
            asInt('12') + int(1.9) => 13
            asFloat('1.5') => 1.5
            string(1.5) => 1.5
            trim(' a ') + upper('b') + lower('C') => aBc
            split('a,b', ',') => [a, b]
            join(['a', 'b'], '-') => a-b
            keys({a: 1, b: 2}) => [a, b]
            values({a: 1, b: 2}) => [1, 2]
            [1, 2, 3][1] => 2
            [1, 2, 3][-1] => 3
            [1, 2, 3][1:] => [2, 3]
            {a: {b: 4}}.a.b => 4
            {a: 1}['a'] => 1
            nil?.a =>\s
            {a: 1} == {a: 1.0} => true
            isNil(nil) and isNaN(0 / 0) and isInf(1 / 0) => true
            default([], 7) + default(nil, 1) + default(2, 0) => 10
            true ? 1 : false ? 2 : 3 => 1
            `raw \\n` => raw \\n
            '\\u0041' => A
            """;

    private static final String[] PIECES =
            ("result [0] >= 0.95 and not in [ ] ( ) { } # . ?. .. ?? ? : 'a' len( "
                            + "all( map( sum( - 9 ** | , matches nil \" ` \\ split( default( max( 1e9 "
                            + "keys( [1:2] % ^ ")
                    .split(" ");

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '~', textBlock = VALUES)
    void hasTheValueOfTheLanguage(String expression, String expected) {
        Object value = Expression.parse(expression).evaluate(Map.of());
        assertThat(value == null ? null : value.toString()).isEqualTo(expected);
    }

    @Test
    void readsTheResultOfAMeasurement() {
        Map<String, Object> vector = Map.of("result", List.of(0.97, 0.99));
        assertThat(Expression.parse("result[0] >= 0.95").isTrue(vector)).isTrue();
        assertThat(Expression.parse("all(result, # >= 0.98)").isTrue(vector)).isFalse();
        Map<String, Object> json =
                Map.of("result", Map.of("ok", true, "rate", 0.5, "names", List.of("a")));
        assertThat(Expression.parse("result.ok && result.rate < 0.6").isTrue(json)).isTrue();
        assertThat(Expression.parse("'a' in result.names").isTrue(json)).isTrue();
        assertThat(Expression.parse("result.missing == nil").isTrue(json)).isTrue();
    }

    @Test
    void comparesNothingWithNotANumber() {
        Map<String, Object> nan = Map.of("result", Double.NaN);
        assertThat(Expression.parse("result < 1").isTrue(nan)).isFalse();
        assertThat(Expression.parse("result >= 1").isTrue(nan)).isFalse();
        assertThat(Expression.parse("result == result").isTrue(nan)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "1 + => the end (expected: a value) (character 4)",
                "(1 => the end (expected: `)`) (character 3)",
                "1 2 => `2` (expected: an operator or the end) (character 3)",
                "'a => a string without end (character 1)",
                "1 ~~ 2 => unrecognized character `~` (character 3)",
                "nothing => unknown name `nothing` (character 1)",
                "f(1) => unknown function `f` (character 1)",
                "[] > 0 => invalid operation: > (mismatched types list and int) (character 4)",
                "[1][3] => index out of range: 3 (list length is 1) (character 4)",
                "nil.a => cannot fetch a from nil (character 4)",
                "'x' + 1 => invalid operation: + (mismatched types string and int) (character 5)",
                "1 % 0 => integer divide by zero (character 3)",
                "# > 1 => `#` outside of a predicate (character 1)",
                "'a' matches '(' =>"
                        + " `(` is no regular expression: missing closing ) (character 5)",
                "asInt('x') => \"x\" is no int (character 1)",
                "len(1, 2) => `len` with 2 arguments (expected: 1) (character 1)",
                "1.. 1000000000 => a range of more than 100000 elements (character 2)",
            })
    void saysWhatIsWrongAndWhere(String expression, String message) {
        assertThatThrownBy(() -> Expression.parse(expression).evaluate(Map.of()))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(message);
    }

    @Test
    void wantsATruthForACondition() {
        assertThatThrownBy(() -> Expression.parse("1 + 1").isTrue(Map.of()))
                .hasMessage("expected bool, but got int (character 1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all(1..10000, all(1..10000, any(1..10000, # == 0)))",
                "len(map(1..99999, 1..99999)) == 1",
                "len(map(1..90000, split('a,b,c,d,e,f,g,h,i,j,k,l,m', ',')))",
            })
    void givesUpOnTooMuchWork(String expression) {
        assertThatThrownBy(() -> Expression.parse(expression + " > 0 or true").evaluate(Map.of()))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void givesUpOnTooDeepANest() {
        for (String text :
                List.of("(".repeat(5_000), "-".repeat(5_000) + "1", "1" + "+1".repeat(5_000))) {
            assertThatThrownBy(() -> Expression.parse(text).evaluate(Map.of()))
                    .isInstanceOf(ExpressionException.class)
                    .hasMessageContaining("nested too deeply");
        }
    }

    @Test
    void neverFailsInAnotherWay() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("result", List.of(1.0, Double.NaN, "x", Map.of("a", 1L)));
        Random random = new Random(42);
        int values = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(9);
            for (int j = 0; j < length; j++) {
                text.append(PIECES[random.nextInt(PIECES.length)]).append(' ');
            }
            try {
                Expression.parse(text.toString()).evaluate(variables);
                values++;
            } catch (ExpressionException e) {
                assertThat(e.getMessage()).contains("(character ");
            }
        }
        assertThat(values).isGreaterThan(100);
    }
}
