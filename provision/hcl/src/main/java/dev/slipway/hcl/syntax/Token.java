package dev.slipway.hcl.syntax;

/// A piece of source from one `char` up to another. What lies between tokens is blank. Immutable.
public record Token(TokenKind kind, int start, int end) {
    public int length() {
        return end - start;
    }
}
