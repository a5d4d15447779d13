package dev.slipway.analysis.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a tree of the words, by operator precedence. One use.
final class Parser {
    private static final int DEPTH_MAX = 100;

    /// What binds tighter has a higher number.
    private static final Map<String, Integer> PRECEDENCE =
            Map.ofEntries(
                    Map.entry("|", 1),
                    Map.entry("or", 10),
                    Map.entry("||", 10),
                    Map.entry("and", 15),
                    Map.entry("&&", 15),
                    Map.entry("==", 20),
                    Map.entry("!=", 20),
                    Map.entry("<", 20),
                    Map.entry(">", 20),
                    Map.entry("<=", 20),
                    Map.entry(">=", 20),
                    Map.entry("in", 20),
                    Map.entry("matches", 20),
                    Map.entry("contains", 20),
                    Map.entry("startsWith", 20),
                    Map.entry("endsWith", 20),
                    Map.entry("..", 25),
                    Map.entry("+", 30),
                    Map.entry("-", 30),
                    Map.entry("*", 60),
                    Map.entry("/", 60),
                    Map.entry("%", 60),
                    Map.entry("**", 100),
                    Map.entry("^", 100),
                    Map.entry("??", 500));

    private static final int NEGATION = 50;
    private static final int SIGN = 90;
    private static final int COMPARISON = 20;

    private final List<Token> tokens;
    private int position;
    private int depth;

    Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    Node parse() {
        Node node = expression(0);
        if (next().type() != Token.Type.END) {
            throw unexpected("an operator or the end");
        }
        return node;
    }

    private Node expression(int least) {
        if (++depth > DEPTH_MAX) {
            throw new ExpressionException(next().offset(), "nested too deeply");
        }
        Node left = operand();
        while (true) {
            Token operator = next();
            boolean negated = operator.is("not") && isComparisonWord(tokens.get(position + 1));
            Token named = negated ? tokens.get(position + 1) : operator;
            int precedence =
                    named.type() == Token.Type.OPERATOR
                            ? PRECEDENCE.getOrDefault(named.text(), -1)
                            : -1;
            if (precedence < 0 || precedence < least) {
                break;
            }
            position += negated ? 2 : 1;
            left = binary(left, named, precedence, negated);
        }
        if (least == 0 && next().is("?")) {
            left = conditional(left);
        }
        depth--;
        return left;
    }

    private Node binary(Node left, Token operator, int precedence, boolean negated) {
        if (operator.is("|")) {
            return piped(left);
        }
        boolean rightFirst = operator.is("**") || operator.is("^");
        Node right = expression(rightFirst ? precedence : precedence + 1);
        Node node = new Node.Binary(operator.text(), left, right, operator.offset());
        return negated ? new Node.Unary("not", node, operator.offset()) : node;
    }

    /// `a | f(b)` is `f(a, b)`.
    private Node piped(Node first) {
        Token name = take();
        if (name.type() != Token.Type.NAME || !next().is("(")) {
            throw new ExpressionException(name.offset(), "`|` needs a function after it");
        }
        List<Node> arguments = new ArrayList<>();
        arguments.add(first);
        arguments.addAll(arguments());
        return suffixes(new Node.Call(name.text(), arguments, name.offset()));
    }

    private static boolean isComparisonWord(Token token) {
        return token.type() == Token.Type.OPERATOR
                && Lexer.WORDS.contains(token.text())
                && PRECEDENCE.getOrDefault(token.text(), -1) == COMPARISON;
    }

    private Node conditional(Node condition) {
        int offset = take().offset();
        if (next().is(":")) {
            position++;
            return new Node.Conditional(condition, condition, expression(0), offset);
        }
        Node then = expression(0);
        expect(":");
        return new Node.Conditional(condition, then, expression(0), offset);
    }

    private Node operand() {
        Token token = next();
        if (token.is("not") || token.is("!")) {
            position++;
            return new Node.Unary("not", expression(NEGATION), token.offset());
        }
        if (token.is("-") || token.is("+")) {
            position++;
            return new Node.Unary(token.text(), expression(SIGN), token.offset());
        }
        return suffixes(primary());
    }

    private Node primary() {
        Token token = take();
        return switch (token.type()) {
            case NUMBER -> new Node.Literal(number(token), token.offset());
            case STRING -> new Node.Literal(token.text(), token.offset());
            case NAME -> named(token);
            case OPERATOR -> bracketed(token);
            case END -> {
                position--;
                throw unexpected("a value");
            }
        };
    }

    private static Object number(Token token) {
        String digits = token.text().replace("_", "");
        try {
            return digits.matches("[0-9]+")
                    ? (Object) Long.valueOf(digits)
                    : (Object) Double.valueOf(digits);
        } catch (NumberFormatException _) {
            throw new ExpressionException(token.offset(), "`" + digits + "` is too large");
        }
    }

    private Node named(Token token) {
        return switch (token.text()) {
            case "true" -> new Node.Literal(true, token.offset());
            case "false" -> new Node.Literal(false, token.offset());
            case "nil" -> new Node.Literal(null, token.offset());
            default ->
                    next().is("(")
                            ? new Node.Call(token.text(), arguments(), token.offset())
                            : new Node.Variable(token.text(), token.offset());
        };
    }

    private Node bracketed(Token token) {
        return switch (token.text()) {
            case "(" -> {
                Node inner = expression(0);
                expect(")");
                yield inner;
            }
            case "[" -> new Node.Listing(until("]"), token.offset());
            case "{" -> mapping(token.offset());
            case "#" -> new Node.Element(token.offset());
            case "." -> {
                // In a predicate `.name` is short for `#.name`.
                position--;
                yield new Node.Element(token.offset());
            }
            default -> {
                position--;
                throw unexpected("a value");
            }
        };
    }

    private Node mapping(int offset) {
        List<Node.Entry> entries = new ArrayList<>();
        while (!next().is("}")) {
            Token key = take();
            Node name =
                    switch (key.type()) {
                        case NAME, STRING, NUMBER -> new Node.Literal(key.text(), key.offset());
                        case OPERATOR, END -> {
                            if (!key.is("(")) {
                                position--;
                                throw unexpected("a key");
                            }
                            Node computed = expression(0);
                            expect(")");
                            yield computed;
                        }
                    };
            expect(":");
            entries.add(new Node.Entry(name, expression(0)));
            if (!next().is("}")) {
                expect(",");
            }
        }
        position++;
        return new Node.Mapping(entries, offset);
    }

    private Node suffixes(Node first) {
        Node node = first;
        while (true) {
            Token token = next();
            if (token.is(".") || token.is("?.")) {
                position++;
                node = member(node, token.is("?."), token.offset());
            } else if (token.is("[")) {
                position++;
                node = indexed(node, token.offset());
            } else {
                return node;
            }
        }
    }

    private Node member(Node target, boolean optional, int offset) {
        if (optional && next().is("[")) {
            position++;
            Node key = expression(0);
            expect("]");
            return new Node.Member(target, key, true, offset);
        }
        Token name = take();
        if (name.type() != Token.Type.NAME) {
            position--;
            throw unexpected("the name of a member");
        }
        return new Node.Member(
                target, new Node.Literal(name.text(), name.offset()), optional, offset);
    }

    private Node indexed(Node target, int offset) {
        Node from = next().is(":") ? null : expression(0);
        if (from != null && next().is("]")) {
            position++;
            return new Node.Member(target, from, false, offset);
        }
        expect(":");
        @Nullable Node to = next().is("]") ? null : expression(0);
        expect("]");
        return new Node.Slice(target, from, to, offset);
    }

    /// What stands in round brackets after a function. `{…}` is a predicate there, not a map.
    private List<Node> arguments() {
        expect("(");
        List<Node> arguments = new ArrayList<>();
        while (!next().is(")")) {
            if (next().is("{") && !isMap()) {
                position++;
                arguments.add(expression(0));
                expect("}");
            } else {
                arguments.add(expression(0));
            }
            if (!next().is(")")) {
                expect(",");
            }
        }
        position++;
        return arguments;
    }

    /// Whether the curly bracket here begins a map: it is empty, or has a key and a colon.
    private boolean isMap() {
        Token first = tokens.get(position + 1);
        if (first.type() == Token.Type.END) {
            return false;
        }
        return first.is("}")
                || (first.type() != Token.Type.OPERATOR && tokens.get(position + 2).is(":"));
    }

    private List<Node> until(String end) {
        List<Node> elements = new ArrayList<>();
        while (!next().is(end)) {
            elements.add(expression(0));
            if (!next().is(end)) {
                expect(",");
            }
        }
        position++;
        return elements;
    }

    private Token next() {
        return tokens.get(position);
    }

    private Token take() {
        Token token = tokens.get(position);
        position++;
        return token;
    }

    private void expect(String operator) {
        if (!next().is(operator)) {
            throw unexpected("`" + operator + "`");
        }
        position++;
    }

    private ExpressionException unexpected(String expected) {
        return new ExpressionException(
                next().offset(), next().described() + " (expected: " + expected + ")");
    }
}
