package dev.slipway.hcl.format;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Body;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.SyntaxFile;
import dev.slipway.hcl.syntax.TemplatePart;
import dev.slipway.hcl.syntax.Token;
import dev.slipway.hcl.syntax.TokenKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rewrites old ways of writing: labels get quotes, a template that is nothing but an interpolation
/// becomes its expression, and the types `"string"`, `"list"` and `"map"` of variables lose their
/// quotes. Used once, by one thread.
final class Modernization {
    private static final Map<String, String> OLD_TYPES =
            Map.of("string", "string", "list", "list(string)", "map", "map(string)");

    private final SyntaxFile file;

    /// Index of a token at which a `char` offset begins, to what replaces the tokens up to another.
    private final Map<Integer, Edit> edits = new HashMap<>();

    private Modernization(SyntaxFile file) {
        this.file = file;
    }

    private record Edit(int end, List<Piece> pieces) {}

    static List<Piece> pieces(SyntaxFile file) {
        Modernization modernization = new Modernization(file);
        modernization.visit(file.body(), false);
        return modernization.apply();
    }

    private List<Piece> apply() {
        List<Piece> pieces = new ArrayList<>();
        int skipTo = 0;
        int end = 0;
        for (Token token : file.tokens()) {
            if (token.start() < skipTo) {
                continue;
            }
            Edit edit = token.kind() == TokenKind.END ? null : edits.get(token.start());
            if (edit != null) {
                pieces.addAll(edit.pieces());
                skipTo = edit.end();
                end = skipTo;
                continue;
            }
            pieces.add(piece(token, token.start() - end));
            end = token.end();
        }
        return pieces;
    }

    private Piece piece(Token token, int spaces) {
        String text = file.source().text().substring(token.start(), token.end());
        return new Piece(token.kind(), text, spaces);
    }

    private void visit(Body body, boolean variable) {
        for (Body.Attribute attribute : body.attributes()) {
            if (attribute.expression() instanceof Expression.Template template) {
                rewrite(template, variable && attribute.name().equals("type"));
            }
        }
        for (Body.Block block : body.blocks()) {
            block.labels().forEach(this::quote);
            visit(block.body(), block.type().equals("variable"));
        }
    }

    private void quote(Body.Label label) {
        SourceRange range = label.range();
        if (!range.text().startsWith("\"")) {
            List<Piece> quoted =
                    List.of(
                            new Piece(TokenKind.OPEN_QUOTE, "\"", 0),
                            new Piece(TokenKind.QUOTED_TEXT, range.text(), 0),
                            new Piece(TokenKind.CLOSE_QUOTE, "\"", 0));
            edits.put(range.start(), new Edit(range.end(), quoted));
        }
    }

    private void rewrite(Expression.Template template, boolean type) {
        String literal = template.literal();
        if (type
                && literal != null
                && OLD_TYPES.containsKey(literal)
                && template.range().text().startsWith("\"")) {
            edits.put(
                    template.range().start(),
                    new Edit(template.range().end(), type(OLD_TYPES.get(literal))));
        } else if (template.wraps() && template.range().text().startsWith("\"")) {
            unwrap(template);
        }
    }

    private static List<Piece> type(String text) {
        int open = text.indexOf('(');
        if (open < 0) {
            return List.of(new Piece(TokenKind.IDENTIFIER, text, 0));
        }
        return List.of(
                new Piece(TokenKind.IDENTIFIER, text.substring(0, open), 0),
                new Piece(TokenKind.OPEN_PARENTHESIS, "(", 0),
                new Piece(TokenKind.IDENTIFIER, text.substring(open + 1, text.length() - 1), 0),
                new Piece(TokenKind.CLOSE_PARENTHESIS, ")", 0));
    }

    private void unwrap(Expression.Template template) {
        if (!(template.parts().getFirst() instanceof TemplatePart.Interpolation part)) {
            return;
        }
        Expression inner = part.expression();
        SourceRange range = inner.range();
        int next = range.start();
        List<Piece> pieces = new ArrayList<>();
        for (Token token : file.tokens()) {
            if (token.start() >= range.start()
                    && token.end() <= range.end()
                    && token.kind() != TokenKind.END) {
                pieces.add(piece(token, token.start() - next));
                next = token.end();
            }
        }
        edits.put(template.range().start(), new Edit(template.range().end(), pieces));
    }
}
