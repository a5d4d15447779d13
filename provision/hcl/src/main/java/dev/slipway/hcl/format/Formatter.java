package dev.slipway.hcl.format;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.syntax.SyntaxFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Formats configuration files. Stateless.
public final class Formatter {
    private Formatter() {}

    /// The file in canonical layout, or `null` with diagnostics if it can not be parsed.
    public static @Nullable String format(SourceText source, Diagnostics diagnostics) {
        SyntaxFile file = Parser.file(source, diagnostics);
        if (diagnostics.hasErrors()) {
            return null;
        }
        List<Piece> pieces = Modernization.pieces(file);
        Layout.apply(pieces);
        StringBuilder out = new StringBuilder(source.text().length());
        for (Piece piece : pieces) {
            out.append(" ".repeat(piece.spaces)).append(piece.text);
        }
        boolean ends = !out.isEmpty() && out.charAt(out.length() - 1) == '\n';
        return ends ? out.toString() : out.append('\n').toString();
    }
}
