package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.ParserOptions.Feature;
import dev.slipway.promql.syntax.Token.Kind;
import dev.slipway.promql.syntax.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads PromQL: a recursive descent with operator precedence over the tokens of one text. Names
/// and keywords are told apart by where they stand, since `sum`, `by` or `offset` may name a
/// metric. [#parse] is thread-safe.
public final class PromqlParser {
    /// How deep expressions may be nested, so that no text can exhaust the stack.
    public static final int DEPTH_MAX = 200;

    public static final int TEXT_LENGTH_MAX = 1 << 20;

    private final Tokens tokens;
    private final ParserOptions options;
    private final SelectorParser selectors;
    private int depth;

    private PromqlParser(Tokens tokens, ParserOptions options) {
        this.tokens = tokens;
        this.options = options;
        this.selectors = new SelectorParser(tokens);
    }

    /// Throws [SyntaxException] that says what is wrong and where.
    public static Expr parse(String text, ParserOptions options) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new SyntaxException(
                    new SourceSpan(0, 0),
                    "expression longer than " + TEXT_LENGTH_MAX + " characters");
        }
        PromqlParser parser = new PromqlParser(new Tokens(Lexer.tokens(text)), options);
        if (parser.tokens.peek().kind() == Kind.END) {
            throw new SyntaxException(
                    new SourceSpan(0, text.length()), "no expression found in input");
        }
        try {
            return parser.whole();
        } catch (SyntaxException e) {
            throw parser.tokens.explained(e);
        }
    }

    private Expr whole() {
        Expr expr = expression(1);
        if (tokens.peek().kind() != Kind.END) {
            throw new SyntaxException(
                    tokens.peek().span(), "unexpected " + tokens.peek().description());
        }
        return expr;
    }

    private Expr expression(int precedenceMin) {
        if (++depth > DEPTH_MAX) {
            throw new SyntaxException(
                    tokens.peek().span(), "expression nested deeper than " + DEPTH_MAX);
        }
        Expr left = unary();
        BinaryOperator operator = operator();
        while (operator != null && operator.precedence() >= precedenceMin) {
            Token sign = tokens.next();
            left = binary(left, operator, sign);
            operator = operator();
        }
        depth--;
        return left;
    }

    private @Nullable BinaryOperator operator() {
        Token token = tokens.peek();
        if (token.kind() != Kind.SYMBOL && token.kind() != Kind.IDENTIFIER) {
            return null;
        }
        String text = token.text().toLowerCase(Locale.ROOT);
        for (BinaryOperator operator : BinaryOperator.values()) {
            if (operator.text().equals(text)) {
                return operator;
            }
        }
        return null;
    }

    private Expr unary() {
        Token sign = tokens.peek();
        if (!sign.is("-") && !sign.is("+")) {
            return selectors.suffixes(primary());
        }
        tokens.next();
        // A sign binds weaker than a power, stronger than everything else.
        Expr operand = expression(BinaryOperator.POWER.precedence());
        SourceSpan span = new SourceSpan(sign.span().start(), operand.span().end());
        if (operand instanceof Expr.NumberLiteral number) {
            double value = sign.is("-") ? -number.value() : number.value();
            return new Expr.NumberLiteral(span, value, number.duration());
        }
        TypeRules.checkUnary(operand, span);
        return new Expr.Unary(span, sign.is("-"), operand);
    }

    private Expr binary(Expr left, BinaryOperator operator, Token sign) {
        boolean returnsBool = tokens.takeWord("bool");
        VectorMatching written = matching(operator, left.span(), sign.span());
        Expr right = expression(operator.precedence() + (operator.isRightAssociative() ? 0 : 1));
        return TypeRules.binary(
                new Expr.Binary(operator, left, right, returnsBool, written), sign.span());
    }

    /// What is written about matching; null if nothing is.
    private @Nullable VectorMatching matching(
            BinaryOperator operator, SourceSpan left, SourceSpan sign) {
        boolean on = tokens.peek().isWord("on");
        boolean written = (on || tokens.peek().isWord("ignoring")) && tokens.peek(1).is("(");
        List<String> labels = List.of();
        Cardinality cardinality =
                operator.isSet() ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE;
        List<String> include = List.of();
        if (written) {
            tokens.next();
            labels = labels();
            Token group = tokens.peek();
            if (group.isWord("group_left") || group.isWord("group_right")) {
                tokens.next();
                TypeRules.checkGrouping(operator, left);
                cardinality =
                        group.isWord("group_left")
                                ? Cardinality.MANY_TO_ONE
                                : Cardinality.ONE_TO_MANY;
                include = tokens.peek().is("(") ? labels() : List.of();
                TypeRules.checkIncluded(on, labels, include, sign);
            }
        }
        Fill fill = fill(left);
        if (!written && fill.isNothing()) {
            return null;
        }
        return new VectorMatching(
                cardinality, written && on, labels, include, fill.left, fill.right);
    }

    private record Fill(@Nullable Double left, @Nullable Double right) {
        boolean isNothing() {
            return left == null && right == null;
        }
    }

    private Fill fill(SourceSpan operation) {
        Double left = null;
        Double right = null;
        while (isFill(tokens.peek()) && tokens.peek(1).is("(")) {
            Token word = tokens.next();
            if (!options.has(Feature.FILL_MODIFIERS)) {
                throw new SyntaxException(
                        operation, "binop fill modifiers are experimental and not enabled");
            }
            tokens.expect("(", "fill modifier");
            boolean negative = tokens.take("-");
            tokens.take("+");
            if (!(primary() instanceof Expr.NumberLiteral number)) {
                throw new SyntaxException(word.span(), word.text() + " needs a number");
            }
            tokens.expect(")", "fill modifier");
            double value = negative ? -number.value() : number.value();
            left = word.isWord("fill_right") ? left : Double.valueOf(value);
            right = word.isWord("fill_left") ? right : Double.valueOf(value);
        }
        return new Fill(left, right);
    }

    private static boolean isFill(Token token) {
        return token.isWord("fill") || token.isWord("fill_left") || token.isWord("fill_right");
    }

    private Expr primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> new Expr.NumberLiteral(tokens.next().span(), Literals.number(token));
            case DURATION ->
                    new Expr.NumberLiteral(tokens.next().span(), Literals.seconds(token), true);
            case STRING -> new Expr.StringLiteral(tokens.next().span(), token.text());
            case IDENTIFIER -> named(token);
            case SYMBOL -> bracketed(token);
            case END -> throw new SyntaxException(token.span(), "unexpected end of input");
        };
    }

    private Expr bracketed(Token token) {
        if (token.is("{")) {
            return selectors.selector();
        }
        if (!token.is("(")) {
            throw new SyntaxException(token.span(), "unexpected " + token.description());
        }
        tokens.next();
        Expr inner = expression(1);
        tokens.expect(")", "parentheses");
        return new Expr.Paren(new SourceSpan(token.span().start(), tokens.lastEnd()), inner);
    }

    private Expr named(Token token) {
        if (token.isWord("inf")) {
            return new Expr.NumberLiteral(tokens.next().span(), Double.POSITIVE_INFINITY);
        }
        if (token.isWord("nan")) {
            return new Expr.NumberLiteral(tokens.next().span(), Double.NaN);
        }
        Token after = tokens.peek(1);
        Optional<Aggregation> aggregation = TypeRules.findAggregation(token.text());
        boolean grouped = (after.isWord("by") || after.isWord("without")) && tokens.peek(2).is("(");
        if (aggregation.isPresent() && (after.is("(") || grouped)) {
            return aggregate(aggregation.get());
        }
        return after.is("(") ? call() : selectors.selector();
    }

    private Expr aggregate(Aggregation aggregation) {
        Token name = tokens.next();
        Grouping grouping = grouping();
        List<Expr> arguments = arguments("aggregation");
        if (grouping == null) {
            grouping = grouping();
        }
        SourceSpan span = new SourceSpan(name.span().start(), tokens.lastEnd());
        boolean without = grouping != null && grouping.without;
        List<String> labels = grouping == null ? List.of() : grouping.labels;
        if (aggregation.isExperimental() && !options.has(Feature.EXPERIMENTAL_FUNCTIONS)) {
            throw new SyntaxException(
                    name.span(),
                    aggregation.text()
                            + "() is experimental and must be enabled with"
                            + " --enable-feature=promql-experimental-functions");
        }
        return TypeRules.aggregate(aggregation, arguments, without, labels, span);
    }

    private record Grouping(boolean without, List<String> labels) {}

    private @Nullable Grouping grouping() {
        boolean without = tokens.peek().isWord("without");
        if (!without && !tokens.peek().isWord("by")) {
            return null;
        }
        tokens.next();
        return new Grouping(without, labels());
    }

    private Expr call() {
        Token name = tokens.next();
        FunctionSignature function =
                FunctionCatalogue.find(name.text())
                        .orElseThrow(() ->
                                new SyntaxException(
                                        name.span(), TypeRules.unknownFunction(name.text())));
        if (function.experimental() && !options.has(Feature.EXPERIMENTAL_FUNCTIONS)) {
            throw new SyntaxException(
                    name.span(), "function \"" + name.text() + "\" is not enabled");
        }
        List<Expr> arguments =
                name.text().equals("info") ? infoArguments() : arguments("function call");
        SourceSpan span = new SourceSpan(name.span().start(), tokens.lastEnd());
        return TypeRules.call(function, arguments, span);
    }

    /// The second argument of `info` is conditions in braces, which may be met by everything.
    private List<Expr> infoArguments() {
        tokens.expect("(", "function call");
        List<Expr> arguments = new ArrayList<>();
        if (tokens.take(")")) {
            return arguments;
        }
        arguments.add(expression(1));
        while (tokens.take(",")) {
            if (!tokens.peek().is("{")) {
                SourceSpan start = tokens.peek().span();
                boolean selector = expression(1) instanceof Expr.VectorSelector;
                String got = selector ? ", got vector selector instead" : "";
                throw new SyntaxException(start, "expected label selectors only" + got);
            }
            arguments.add(selectors.suffixes(selectors.conditions()));
        }
        tokens.expect(")", "function call");
        return arguments;
    }

    private List<Expr> arguments(String context) {
        tokens.expect("(", context);
        List<Expr> arguments = new ArrayList<>();
        if (tokens.take(")")) {
            return arguments;
        }
        arguments.add(expression(1));
        while (tokens.peek().is(",")) {
            SourceSpan comma = tokens.next().span();
            if (tokens.peek().is(")")) {
                throw new SyntaxException(
                        comma, "trailing commas not allowed in function call args");
            }
            arguments.add(expression(1));
        }
        tokens.expect(")", context);
        return arguments;
    }

    private List<String> labels() {
        tokens.expect("(", "grouping opts");
        List<String> labels = new ArrayList<>();
        while (!tokens.take(")")) {
            Token label = tokens.next();
            boolean plain = label.kind() == Kind.IDENTIFIER && !label.text().contains(":");
            boolean quoted = label.kind() == Kind.STRING && !label.text().isEmpty();
            if (!plain && !quoted) {
                throw new SyntaxException(
                        label.span(),
                        "unexpected %s in grouping opts, expected label"
                                .formatted(label.description()));
            }
            labels.add(label.text());
            if (!tokens.peek().is(")") && !tokens.take(",")) {
                throw tokens.unexpected("grouping opts", "\",\" or \")\"");
            }
        }
        return List.copyOf(labels);
    }
}
