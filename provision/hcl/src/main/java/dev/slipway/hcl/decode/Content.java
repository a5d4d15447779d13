package dev.slipway.hcl.decode;

import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.SyntaxFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A body in whatever syntax, which answers what a schema asks. JSON does not tell attributes from
/// blocks by itself, so a body can only be read with a schema. Implementations are immutable.
public sealed interface Content permits NativeContent, JsonContent, OverridingContent {
    /// What the schema names; everything else is a mistake.
    Found read(BodySchema schema, Diagnostics diagnostics);

    /// What the schema names; everything else stays for another schema.
    Partial readPart(BodySchema schema, Diagnostics diagnostics);

    /// Every attribute; blocks are a mistake.
    Map<String, Attribute> justAttributes(Diagnostics diagnostics);

    /// Where a missing attribute would have to stand.
    SourceRange missingRange();

    /// What the expressions see beyond the caller's variables, if anything.
    @Nullable Scope scope();

    /// The same body, its expressions seeing this.
    Content in(Scope inner);

    static Content of(SyntaxFile file) {
        return new NativeContent(file.body());
    }

    /// An attribute; `scope` is what its expression sees beyond the caller's variables, and is
    /// absent outside of `dynamic` blocks.
    record Attribute(String name, SourceRange range, Expression expression, @Nullable Scope scope) {
        public Attribute(String name, SourceRange range, Expression expression) {
            this(name, range, expression, null);
        }

        /// The name alone, where it stands at the beginning.
        public SourceRange nameRange() {
            return range.text().startsWith(name)
                    ? new SourceRange(range.source(), range.start(), range.start() + name.length())
                    : range;
        }
    }

    /// A block with its labels.
    record Block(String type, List<String> labels, Content body, SourceRange header) {
        public Block {
            labels = List.copyOf(labels);
        }
    }

    /// What was found, attributes by name, blocks in order.
    record Found(Map<String, Attribute> attributes, List<Block> blocks, SourceRange missingRange) {
        public Found {
            attributes = Map.copyOf(attributes);
            blocks = List.copyOf(blocks);
        }

        /// The blocks of one type.
        public List<Block> blocks(String type) {
            return blocks.stream().filter(each -> each.type().equals(type)).toList();
        }
    }

    /// What was found, and the rest.
    record Partial(Found found, Content rest) {}
}
