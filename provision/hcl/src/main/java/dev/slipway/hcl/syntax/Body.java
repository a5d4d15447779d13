package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;
import java.util.List;

/// Attributes and blocks, each in the order they were written; `start` is the opening brace, or
/// where a file begins, and `end` the closing one. Immutable.
public record Body(
        SourceRange start, SourceRange end, List<Attribute> attributes, List<Block> blocks) {
    public Body {
        attributes = List.copyOf(attributes);
        blocks = List.copyOf(blocks);
    }

    /// `name = expression`
    public record Attribute(
            SourceRange range, String name, SourceRange nameRange, Expression expression) {}

    /// `type "label" { … }`; `header` is everything before the brace.
    public record Block(
            SourceRange header, String type, SourceRange typeRange, List<Label> labels, Body body) {
        public Block {
            labels = List.copyOf(labels);
        }

        public SourceRange range() {
            return header.to(body.end());
        }
    }

    public record Label(String text, SourceRange range) {}
}
