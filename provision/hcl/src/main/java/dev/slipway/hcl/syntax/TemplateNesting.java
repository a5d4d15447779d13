package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;
import java.util.ArrayList;
import java.util.List;

/// Nests the flat pieces of a template by its `if` and `for` directives.
final class TemplateNesting {
    /// Deeper nesting would exhaust the stack.
    private static final int DEPTH_MAX = 100;

    private final List<FlatPart> flat;
    private final SourceRange whole;
    private int at;
    private int depth;

    TemplateNesting(List<FlatPart> flat, SourceRange whole) {
        this.flat = flat;
        this.whole = whole;
    }

    List<TemplatePart> parts() throws SyntaxException {
        List<TemplatePart> parts = until();
        if (at < flat.size()) {
            String name = name(flat.get(at));
            throw new SyntaxException(
                    "Unexpected " + name + " directive",
                    "The control directive " + name + " is unexpected here.",
                    flat.get(at).range());
        }
        return parts;
    }

    private static String name(FlatPart part) {
        return switch (part) {
            case FlatPart.Else ignored -> "else";
            case FlatPart.EndIf ignored -> "endif";
            case FlatPart.EndFor ignored -> "endfor";
            case FlatPart.If ignored -> "if";
            case FlatPart.For ignored -> "for";
            case FlatPart.Literal ignored -> "text";
            case FlatPart.Value ignored -> "interpolation";
        };
    }

    /// Everything up to the end or to a directive that closes or divides.
    private List<TemplatePart> until() throws SyntaxException {
        List<TemplatePart> parts = new ArrayList<>();
        while (at < flat.size()) {
            switch (flat.get(at)) {
                case FlatPart.Literal text -> {
                    at++;
                    parts.add(new TemplatePart.Literal(text.range(), text.text));
                }
                case FlatPart.Value value -> {
                    at++;
                    parts.add(new TemplatePart.Interpolation(value.range(), value.expression()));
                }
                case FlatPart.If start -> parts.add(condition(start));
                case FlatPart.For start -> parts.add(loop(start));
                case FlatPart.Else ignored -> {
                    return parts;
                }
                case FlatPart.EndIf ignored -> {
                    return parts;
                }
                case FlatPart.EndFor ignored -> {
                    return parts;
                }
            }
        }
        return parts;
    }

    private TemplatePart condition(FlatPart.If start) throws SyntaxException {
        deeper(start);
        List<TemplatePart> whenTrue = until();
        List<TemplatePart> whenFalse = List.of();
        if (at < flat.size() && flat.get(at) instanceof FlatPart.Else) {
            at++;
            whenFalse = until();
        }
        if (at >= flat.size() || !(flat.get(at) instanceof FlatPart.EndIf)) {
            throw unclosed("if", "endif", start.range());
        }
        SourceRange range = start.range().to(flat.get(at).range());
        at++;
        depth--;
        return new TemplatePart.If(range, start.condition(), whenTrue, whenFalse);
    }

    private TemplatePart loop(FlatPart.For start) throws SyntaxException {
        deeper(start);
        List<TemplatePart> body = until();
        if (at >= flat.size() || !(flat.get(at) instanceof FlatPart.EndFor)) {
            throw unclosed("for", "endfor", start.range());
        }
        SourceRange range = start.range().to(flat.get(at).range());
        at++;
        depth--;
        return new TemplatePart.For(range, start.names(), start.collection(), body);
    }

    private void deeper(FlatPart start) throws SyntaxException {
        at++;
        if (++depth > DEPTH_MAX) {
            throw new SyntaxException(
                    "Template nested too deeply",
                    "Directives of a template may be nested at most " + DEPTH_MAX + " levels deep.",
                    start.range());
        }
    }

    private SyntaxException unclosed(String open, String close, SourceRange start) {
        if (at < flat.size()) {
            String name = name(flat.get(at));
            return new SyntaxException(
                    "Unexpected " + name + " directive",
                    "Expecting an "
                            + close
                            + " directive for the "
                            + open
                            + " started at "
                            + start
                            + ".",
                    flat.get(at).range());
        }
        return new SyntaxException(
                "Unexpected end of template",
                "The "
                        + open
                        + " directive at "
                        + start
                        + " is missing its corresponding "
                        + close
                        + " directive.",
                whole.atEnd());
    }
}
