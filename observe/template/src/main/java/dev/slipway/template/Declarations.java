package dev.slipway.template;

import dev.slipway.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Reads what may stand before a pipeline: `$x :=`, `$x =`, and in a range `$i, $x :=`.
final class Declarations {
    private final TokenReader tokens;
    private final String context;
    private final List<Node.Variable> variables = new ArrayList<>();
    private boolean assigns;

    Declarations(TokenReader tokens, String context) {
        this.tokens = tokens;
        this.context = context;
    }

    List<Node.Variable> variables() {
        return List.copyOf(variables);
    }

    boolean assigns() {
        return assigns;
    }

    void read() {
        while (tokens.peekWord().is(Kind.VARIABLE)) {
            int mark = tokens.mark();
            Token variable = tokens.nextWord();
            Token next = tokens.nextWord();
            switch (next.kind()) {
                case ASSIGN, DECLARE -> {
                    assigns = next.is(Kind.ASSIGN);
                    add(variable);
                    return;
                }
                case COMMA -> {
                    add(variable);
                    checkComma();
                }
                default -> {
                    if (!isSecondOfRange()) {
                        tokens.reset(mark);
                        return;
                    }
                    // `range $i, $x}}` declares both and has no value.
                    add(variable);
                    tokens.back();
                    return;
                }
            }
        }
    }

    private boolean isSecondOfRange() {
        return variables.size() == 1;
    }

    private void checkComma() {
        if (!context.equals("range") || variables.size() > 1) {
            throw tokens.error("too many declarations in " + context);
        }
        if (!tokens.peekWord().is(Kind.VARIABLE)) {
            throw tokens.error("range can only initialize variables");
        }
    }

    private void add(Token token) {
        variables.add(new Node.Variable(token.position(), token.text(), List.of()));
    }
}
