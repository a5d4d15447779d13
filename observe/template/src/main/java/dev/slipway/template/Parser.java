package dev.slipway.template;

import dev.slipway.template.Node.Body;
import dev.slipway.template.Node.Branching;
import dev.slipway.template.Node.Operand;
import dev.slipway.template.Node.Pipe;
import dev.slipway.template.Node.Statement;
import dev.slipway.template.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Recursive descent over the tokens of one text; gives the definitions in it, the text itself
/// among them under its own name.
final class Parser {
    /// Parentheses and blocks within each other.
    private static final int NESTING_MAX = 200;

    /// What ended a body.
    private enum Ending {
        END,
        ELSE,
        TEXT_END
    }

    private final String name;
    private final FunctionSet functions;
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final TokenReader tokens;
    private List<String> variables = new ArrayList<>(List.of("$"));
    private int ranges;
    private int nesting;
    private Ending ending = Ending.TEXT_END;

    private Parser(String name, String text, FunctionSet functions) {
        this.name = name;
        this.functions = functions;
        this.tokens = new TokenReader(name, Lexer.tokens(text));
    }

    static Map<String, Definition> parse(String name, String text, FunctionSet functions) {
        Parser parser = new Parser(name, text, functions);
        Body body = parser.body("template", true);
        if (parser.ending != Ending.TEXT_END) {
            String word = parser.ending == Ending.END ? "{{end}}" : "{{else}}";
            throw parser.tokens.error("unexpected " + word);
        }
        parser.define(name, body);
        return parser.definitions;
    }

    private void define(String defined, Body body) {
        Definition before = definitions.get(defined);
        if (before != null && !before.body().isEmpty()) {
            if (body.isEmpty()) {
                return;
            }
            throw tokens.error(
                    "template: multiple definition of template " + GoQuote.quoted(defined));
        }
        definitions.put(defined, new Definition(defined, name, body));
    }

    /// Statements up to `end`, `else` or, if it may end there, the end of the text.
    private Body body(String context, boolean top) {
        enter();
        Position start = tokens.peek().position();
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.next();
            if (token.is(Kind.END)) {
                if (!top) {
                    throw tokens.error("unexpected EOF");
                }
                ending = Ending.TEXT_END;
                break;
            }
            if (token.is(Kind.TEXT)) {
                statements.add(new Node.Text(token.position(), token.text()));
            } else if (token.is(Kind.LEFT_DELIMITER)) {
                Statement statement = action(context, top);
                if (statement != null) {
                    statements.add(statement);
                } else if (ending != Ending.TEXT_END) {
                    break;
                }
            } else {
                throw tokens.unexpected(token, "input");
            }
        }
        nesting--;
        return new Body(start, List.copyOf(statements));
    }

    /// One action; nothing if it wrote nothing, or ended the body (`ending` says so).
    private @Nullable Statement action(String context, boolean top) {
        ending = Ending.TEXT_END;
        Token token = tokens.nextWord();
        if (!token.is(Kind.KEYWORD)) {
            tokens.back();
            Pipe pipe = pipeline("command", Kind.RIGHT_DELIMITER);
            return new Node.Action(token.position(), pipe);
        }
        return switch (token.text()) {
            case "if" -> branch(Branching.IF);
            case "with" -> branch(Branching.WITH);
            case "range" -> branch(Branching.RANGE);
            case "template" -> invocation();
            case "block" -> block();
            case "define" -> {
                if (!top || nesting > 1) {
                    throw tokens.unexpected(token, "command");
                }
                definition();
                yield null;
            }
            case "break" -> {
                leaveRange(token);
                yield new Node.Break(token.position());
            }
            case "continue" -> {
                leaveRange(token);
                yield new Node.Continue(token.position());
            }
            case "end" -> {
                tokens.expect(Kind.RIGHT_DELIMITER, "end");
                ending = Ending.END;
                yield null;
            }
            default -> {
                ending = Ending.ELSE;
                Token after = tokens.peekWord();
                boolean chained =
                        (context.equals("if") && after.isKeyword("if"))
                                || (context.equals("with") && after.isKeyword("with"));
                if (!chained) {
                    tokens.expect(Kind.RIGHT_DELIMITER, "else");
                }
                yield null;
            }
        };
    }

    private void leaveRange(Token token) {
        if (ranges == 0) {
            throw tokens.error("{{" + token.text() + "}} outside {{range}}");
        }
        Token after = tokens.nextWord();
        if (!after.is(Kind.RIGHT_DELIMITER)) {
            throw tokens.unexpected(after, "{{" + token.text() + "}}");
        }
    }

    private Statement branch(Branching kind) {
        String word = kind.name().toLowerCase(Locale.ROOT);
        int known = variables.size();
        Pipe pipe = pipeline(word, Kind.RIGHT_DELIMITER);
        ranges += kind == Branching.RANGE ? 1 : 0;
        Body body = body(word, false);
        // What `else` of a range does belongs to the range around it.
        ranges -= kind == Branching.RANGE ? 1 : 0;
        Body otherwise = ending == Ending.ELSE ? otherwise(kind, word) : null;
        variables = new ArrayList<>(variables.subList(0, known));
        ending = Ending.TEXT_END;
        return new Node.Branch(kind, pipe.position(), pipe, body, otherwise);
    }

    private Body otherwise(Branching kind, String word) {
        Token next = tokens.peekWord();
        if (next.isKeyword(word) && kind != Branching.RANGE) {
            // `{{else if x}}` is `{{else}}{{if x}}` with one `end` for both.
            tokens.nextWord();
            enter();
            Statement nested = branch(kind);
            nesting--;
            return new Body(next.position(), List.of(nested));
        }
        Body otherwise = body("else", false);
        if (ending != Ending.END) {
            throw tokens.error("expected end; found {{else}}");
        }
        return otherwise;
    }

    private Statement invocation() {
        Token token = tokens.nextWord();
        String invoked = templateName(token, "template clause");
        Pipe pipe = null;
        if (!tokens.nextWord().is(Kind.RIGHT_DELIMITER)) {
            tokens.back();
            pipe = pipeline("template clause", Kind.RIGHT_DELIMITER);
        }
        return new Node.Invocation(token.position(), invoked, pipe);
    }

    private Statement block() {
        Token token = tokens.nextWord();
        String defined = templateName(token, "block clause");
        Pipe pipe = pipeline("block clause", Kind.RIGHT_DELIMITER);
        define(defined, apart("block clause"));
        return new Node.Invocation(token.position(), defined, pipe);
    }

    private void definition() {
        String defined = templateName(tokens.nextWord(), "define clause");
        tokens.expect(Kind.RIGHT_DELIMITER, "define clause");
        define(defined, apart("define clause"));
        ending = Ending.TEXT_END;
    }

    /// The body of a definition: it sees no variables from around it.
    private Body apart(String context) {
        List<String> around = variables;
        int rangesAround = ranges;
        variables = new ArrayList<>(List.of("$"));
        ranges = 0;
        Body body = body(context, false);
        if (ending != Ending.END) {
            throw tokens.error("unexpected {{else}} in " + context);
        }
        variables = around;
        ranges = rangesAround;
        ending = Ending.TEXT_END;
        return body;
    }

    private String templateName(Token token, String context) {
        if (!token.is(Kind.STRING) && !token.is(Kind.RAW_STRING)) {
            throw tokens.unexpected(token, context);
        }
        return unquoted(token);
    }

    private Pipe pipeline(String context, Kind end) {
        enter();
        Position start = tokens.peekWord().position();
        Declarations declared = new Declarations(tokens, context);
        declared.read();
        List<Node.Command> commands = new ArrayList<>();
        while (true) {
            Token token = tokens.nextWord();
            if (token.is(end)) {
                checkCommands(commands, context);
                nesting--;
                if (!declared.assigns()) {
                    declared.variables().forEach(each -> variables.add(each.name()));
                }
                return new Pipe(
                        start, declared.variables(), declared.assigns(), List.copyOf(commands));
            }
            if (!startsOperand(token)) {
                throw tokens.unexpected(token, context);
            }
            tokens.back();
            commands.add(command());
        }
    }

    private void checkCommands(List<Node.Command> commands, String context) {
        if (commands.isEmpty()) {
            throw tokens.error("missing value for " + context);
        }
        for (int i = 1; i < commands.size(); i++) {
            switch (commands.get(i).words().getFirst()) {
                case Node.Bool _, Node.Dot _, Node.Nil _, Node.Numeral _, Node.Str _ ->
                        throw tokens.error("non executable command in pipeline stage " + (i + 1));
                case Node.Chain _, Node.Field _, Node.Identifier _, Node.Variable _, Pipe _ -> {}
            }
        }
    }

    private static boolean startsOperand(Token token) {
        return switch (token.kind()) {
            case BOOL,
                    CHARACTER,
                    DOT,
                    FIELD,
                    IDENTIFIER,
                    NUMBER,
                    NIL,
                    RAW_STRING,
                    STRING,
                    VARIABLE,
                    LEFT_PAREN ->
                    true;
            case TEXT,
                    LEFT_DELIMITER,
                    RIGHT_DELIMITER,
                    RIGHT_PAREN,
                    SPACE,
                    PIPE,
                    ASSIGN,
                    DECLARE,
                    COMMA,
                    KEYWORD,
                    ERROR,
                    END ->
                    false;
        };
    }

    private Node.Command command() {
        Position start = tokens.peekWord().position();
        List<Operand> words = new ArrayList<>();
        while (true) {
            tokens.peekWord();
            Operand operand = operand();
            if (operand != null) {
                words.add(operand);
            }
            Token token = tokens.next();
            if (token.is(Kind.SPACE)) {
                continue;
            }
            if (token.is(Kind.RIGHT_DELIMITER) || token.is(Kind.RIGHT_PAREN)) {
                tokens.back();
            } else if (!token.is(Kind.PIPE)) {
                throw tokens.unexpected(token, "operand");
            }
            break;
        }
        if (words.isEmpty()) {
            throw tokens.error("empty command");
        }
        return new Node.Command(start, List.copyOf(words));
    }

    /// A term, perhaps with fields after it.
    private @Nullable Operand operand() {
        Operand term = term();
        if (term == null || !tokens.peek().is(Kind.FIELD)) {
            return term;
        }
        Position start = tokens.peek().position();
        List<String> fields = new ArrayList<>();
        while (tokens.peek().is(Kind.FIELD)) {
            fields.add(tokens.next().text().substring(1));
        }
        return switch (term) {
            case Node.Field field -> new Node.Field(start, joined(field.fields(), fields));
            case Node.Variable variable ->
                    new Node.Variable(start, variable.name(), joined(variable.fields(), fields));
            case Node.Bool _, Node.Str _, Node.Numeral _, Node.Nil _, Node.Dot _ ->
                    throw tokens.error(
                            "unexpected . after term " + GoQuote.quoted(term.toString()));
            case Pipe _, Node.Chain _, Node.Identifier _ ->
                    new Node.Chain(start, term, List.copyOf(fields));
        };
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    private @Nullable Operand term() {
        Token token = tokens.nextWord();
        Position at = token.position();
        return switch (token.kind()) {
            case IDENTIFIER -> {
                if (!functions.has(token.text())) {
                    throw tokens.error("function " + GoQuote.quoted(token.text()) + " not defined");
                }
                yield new Node.Identifier(at, token.text());
            }
            case DOT -> new Node.Dot(at);
            case NIL -> new Node.Nil(at);
            case VARIABLE -> {
                Node.Variable variable = new Node.Variable(at, token.text(), List.of());
                checkKnown(variable);
                yield variable;
            }
            case FIELD -> new Node.Field(at, List.of(token.text().substring(1)));
            case BOOL -> new Node.Bool(at, token.text().equals("true"));
            case CHARACTER, NUMBER -> number(token);
            case LEFT_PAREN -> pipeline("parenthesized pipeline", Kind.RIGHT_PAREN);
            case STRING, RAW_STRING -> string(token);
            default -> {
                tokens.back();
                yield null;
            }
        };
    }

    private Operand number(Token token) {
        NumberScanner.Reading value = null;
        if (token.is(Kind.CHARACTER)) {
            String character = GoQuote.unquoted(token.text());
            if (character == null || character.codePointCount(0, character.length()) != 1) {
                throw tokens.error("malformed character constant: " + token.text());
            }
            long point = character.codePointAt(0);
            value = new NumberScanner.Reading(point, (double) point, false);
        } else {
            value = NumberScanner.parse(token.text());
        }
        if (value == null) {
            throw tokens.error("illegal number syntax: " + GoQuote.quoted(token.text()));
        }
        return new Node.Numeral(token.position(), token.text(), token.is(Kind.CHARACTER), value);
    }

    private Operand string(Token token) {
        String source = token.text();
        String text = unquoted(token);
        return new Node.Str(token.position(), source, text);
    }

    private String unquoted(Token token) {
        String text = GoQuote.unquoted(token.text());
        if (text == null) {
            throw tokens.error("invalid syntax: " + token.text());
        }
        return text;
    }

    private void checkKnown(Node.Variable variable) {
        if (!variables.contains(variable.name())) {
            throw tokens.error("undefined variable " + GoQuote.quoted(variable.name()));
        }
    }

    private void enter() {
        if (++nesting > NESTING_MAX) {
            throw tokens.error("nested more than " + NESTING_MAX + " deep");
        }
    }
}
