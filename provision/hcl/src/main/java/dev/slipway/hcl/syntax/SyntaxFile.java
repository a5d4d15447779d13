package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceText;
import java.util.List;

/// A whole file: its source, its tokens including comments and line ends, and its tree. Immutable.
public record SyntaxFile(SourceText source, List<Token> tokens, Body body) {
    public SyntaxFile {
        tokens = List.copyOf(tokens);
    }
}
