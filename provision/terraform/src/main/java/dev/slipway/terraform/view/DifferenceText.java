package dev.slipway.terraform.view;

import dev.slipway.hcl.syntax.Lexer;
import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.view.Difference.Elements;
import dev.slipway.terraform.view.Difference.Fields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Writes differences. A line's column is where its sign stands; what is inside stands four further
/// right. Belongs to one thread.
final class DifferenceText {
    private static final int STEP = 4;

    /// Attributes by which people recognise an object; they are shown even if they stay.
    private static final Set<String> NAMING = Set.of("id", "name", "tags");

    private static final String UNKNOWN = "(known after apply)";

    private final Lines lines;

    DifferenceText(Lines lines) {
        this.lines = lines;
    }

    /// The inside of a block. `all` shows also what stays as it is.
    void body(Difference.Body body, int column, boolean all) {
        attributes(body.attributes(), column, all);
        boolean first = body.attributes().isEmpty();
        int hidden = 0;
        for (Map.Entry<String, List<Difference.Nested>> blocks : body.blocks().entrySet()) {
            boolean open = false;
            for (Difference.Nested nested : blocks.getValue()) {
                if (nested.difference().isSame() && !all) {
                    hidden++;
                    continue;
                }
                if (!open && !first) {
                    lines.newLine();
                }
                open = true;
                first = false;
                nested(blocks.getKey(), nested, column, all);
            }
        }
        if (hidden > 0) {
            if (!first) {
                lines.newLine();
            }
            lines.hidden(column + 2, hidden, "block");
        }
    }

    /// Attributes or outputs under each other.
    void attributes(SortedMap<String, Difference> attributes, int column, boolean all) {
        int width = width(attributes.keySet(), false);
        int hidden = 0;
        for (Map.Entry<String, Difference> attribute : attributes.entrySet()) {
            boolean naming = NAMING.contains(attribute.getKey());
            if (attribute.getValue().isSame() && !all && !naming) {
                hidden++;
                continue;
            }
            named(attribute.getKey(), width, attribute.getValue(), column, true, all || naming);
            lines.newLine();
        }
        lines.hidden(column + 2, hidden, "attribute");
    }

    /// Outputs that change, under each other.
    void outputs(SortedMap<String, Difference> outputs, int column) {
        int width = width(outputs.keySet(), false);
        outputs.forEach((name, each) -> {
            if (!each.isSame()) {
                named(name, width, each, column, true, false);
                lines.newLine();
            }
        });
    }

    /// Something that stays as it is, with its name, and room for no sign.
    void whole(String name, Difference difference) {
        named(name, 0, difference, -2, false, true);
        lines.newLine();
    }

    private void nested(String type, Difference.Nested nested, int column, boolean all) {
        Difference difference = nested.difference();
        lines.signed(column, difference.sign()).add(type);
        if (nested.label() != null) {
            lines.add(" ").add(GoQuote.quoted(nested.label()));
        }
        switch (difference.form()) {
            case Difference.Body body when body.attributes().isEmpty() && body.blocks().isEmpty() ->
                    lines.add(" {}").forces(difference.replaces()).newLine();
            case Difference.Body body -> {
                lines.add(" {").forces(difference.replaces()).newLine();
                body(body, column + STEP, all);
                lines.line(column + 2, "}");
            }
            case Difference.Hidden _ -> {
                lines.add(" {").forces(difference.replaces()).newLine();
                lines.line(column + STEP, "# Something in this block is sensitive,");
                lines.line(column + STEP, "# so nothing of it is shown.");
                lines.line(column + 2, "}");
            }
            default -> lines.add(" " + UNKNOWN).forces(difference.replaces()).newLine();
        }
    }

    private void named(
            String shownName,
            int width,
            Difference difference,
            int column,
            boolean arrow,
            boolean all) {
        if (difference.form() instanceof Difference.Hidden(Difference.Secrecy secrecy)) {
            secrecy(secrecy, column);
        }
        lines.signed(column, difference.sign()).add(shownName);
        lines.spaces(Math.max(0, width - shownName.length())).add(" = ");
        value(difference, column, arrow, all);
    }

    private void secrecy(Difference.Secrecy secrecy, int column) {
        String what =
                switch (secrecy) {
                    case STAYS -> "";
                    case BEGINS, BEGINS_UNCHANGED -> " this value becomes sensitive, and is no";
                    case ENDS, ENDS_UNCHANGED -> " this value is sensitive no more, and will be";
                };
        if (what.isEmpty()) {
            return;
        }
        boolean unchanged =
                secrecy == Difference.Secrecy.BEGINS_UNCHANGED
                        || secrecy == Difference.Secrecy.ENDS_UNCHANGED;
        boolean ends = what.endsWith("be");
        String rest = ends ? "shown once this is applied." : "longer shown once this is applied.";
        lines.spaces(column).add("# Warning:", Style.YELLOW).add(what).newLine();
        lines.line(column, "# " + rest + (unchanged ? " It stays the same." : ""));
    }

    private void value(Difference difference, int column, boolean arrow, boolean all) {
        boolean goes = arrow && difference.sign() == Sign.REMOVE;
        boolean replaces = difference.replaces();
        switch (difference.form()) {
            case Difference.Scalar scalar -> scalar(scalar, difference, column, goes);
            case Difference.Json json -> {
                String spacing = json.spacing() ? " # only spacing or order changes" : "";
                lines.add("jsonencode(").add(spacing, Style.DIM).forces(replaces).newLine();
                root(json.root(), column + STEP, all || json.spacing());
                lines.newLine().spaces(column + 2).add(")").goes(goes);
            }
            case Difference.Pending(Difference before) -> {
                if (before != null) {
                    inside(before, replaces, column, all);
                    lines.add(" -> ");
                }
                lines.add(UNKNOWN).forces(replaces && (before == null || isPlain(before)));
            }
            case Difference.Hidden _ -> lines.add("(sensitive value)").goes(goes).forces(replaces);
            case Difference.WriteOnly _ -> lines.add("(write-only attribute)").goes(goes);
            case Difference.Swapped(Difference before, Difference after) -> {
                inside(before, replaces, column, all);
                lines.add(" -> ");
                value(after, column, false, all);
            }
            case Fields fields -> fields(fields, difference, column, all, goes);
            case Elements elements -> elements(elements, difference, column, all, goes);
            case Difference.Body body -> {
                lines.add("{").newLine();
                body(body, column + STEP, all);
                lines.spaces(column + 2).add("}");
            }
        }
    }

    /// What stands before an arrow; the note about replacement belongs where it opens.
    private void inside(Difference before, boolean replaces, int column, boolean all) {
        boolean noted = replaces && !isPlain(before);
        value(new Difference(before.sign(), noted, before.form()), column, false, all);
    }

    private static boolean isPlain(Difference difference) {
        return difference.form() instanceof Difference.Scalar
                || difference.form() instanceof Difference.Hidden;
    }

    /// JSON begins on a line of its own, with a sign only if it stays but changes inside.
    private void root(Difference root, int column, boolean all) {
        Sign sign = root.sign() == Sign.CHANGE ? Sign.CHANGE : Sign.SAME;
        lines.signed(column, sign);
        value(root, column, false, all);
    }

    private void scalar(Difference.Scalar scalar, Difference of, int column, boolean goes) {
        String before = text(scalar.before());
        String after = text(scalar.after());
        boolean replaces = of.replaces();
        boolean textual = of.sign() != Sign.CHANGE || (before != null && after != null);
        if (textual && (isLong(before) || isLong(after))) {
            heredoc(before, after, of, column);
            lines.goes(goes);
            return;
        }
        switch (of.sign()) {
            case SAME, ADD -> literal(scalar.after());
            case REMOVE -> literal(scalar.before());
            case CHANGE -> {
                literal(scalar.before());
                lines.add(" -> ", Style.YELLOW);
                literal(scalar.after());
            }
        }
        lines.goes(goes).forces(replaces);
    }

    private static @Nullable String text(@Nullable Value value) {
        return value != null && value.unmarked() instanceof Value.Text(String text) ? text : null;
    }

    private static boolean isLong(@Nullable String text) {
        return text != null && text.indexOf('\n') >= 0;
    }

    private void heredoc(
            @Nullable String before, @Nullable String after, Difference of, int column) {
        lines.add("<<-EOT").forces(of.replaces()).newLine();
        List<String> was = before == null ? List.of() : Lines.of(before);
        List<String> becomes = after == null ? List.of() : Lines.of(after);
        boolean compared = of.sign() == Sign.CHANGE;
        List<Alignment.Pair<String>> pairs =
                compared
                        ? Alignment.byContent(was, becomes, Alignment.Unequal.APART)
                        : Alignment.byPosition(
                                was.isEmpty() ? becomes : was, was.isEmpty() ? becomes : was);
        for (Alignment.Pair<String> pair : pairs) {
            Sign sign = Sign.of(pair.before() != null, pair.after() != null, true);
            String line = pair.after() == null ? pair.before() : pair.after();
            lines.signed(column + STEP, sign).add(Lines.harmless(line == null ? "" : line));
            lines.newLine();
        }
        lines.spaces(column + 2).add("EOT");
        if (compared && was.equals(becomes)) {
            lines.add(" # only the line ends at the end change", Style.DIM);
        }
    }

    private void literal(@Nullable Value value) {
        switch (value == null ? Values.NULL : value.unmarked()) {
            case Value.Text(String text) -> lines.add(GoQuote.quoted(text));
            case Value.Numeric number -> lines.add(number.number().toString());
            case Value.Bool bool -> lines.add(Boolean.toString(bool.isTrue()));
            case Value.Null _ -> lines.add("null", Style.DIM);
            case Value.Unknown _ -> lines.add(UNKNOWN);
            case Value.Marked _, Value.Sequence _, Value.Mapping _ -> lines.add("...");
        }
    }

    private void fields(Fields fields, Difference of, int column, boolean all, boolean goes) {
        if (fields.fields().isEmpty()) {
            lines.add("{}").goes(goes).forces(of.replaces());
            return;
        }
        lines.add("{").forces(of.replaces()).newLine();
        boolean object = isObject(fields.kind());
        boolean arrow =
                switch (fields.kind()) {
                    case NESTED -> true;
                    case MAP -> of.sign() != Sign.REMOVE;
                    case OBJECT, MAP_OF_OBJECTS -> false;
                };
        boolean aligned = fields.kind() != Fields.Kind.MAP_OF_OBJECTS;
        int width = aligned ? width(fields.fields().keySet(), !object) : 0;
        int hidden = 0;
        for (Map.Entry<String, Difference> field : fields.fields().entrySet()) {
            boolean naming = object && NAMING.contains(field.getKey());
            if (field.getValue().isSame() && !all && !naming) {
                hidden++;
                continue;
            }
            String name = shown(field.getKey(), !object);
            named(name, width, field.getValue(), column + STEP, arrow, all || naming);
            lines.add(fields.kind() == Fields.Kind.MAP_OF_OBJECTS ? "," : "").newLine();
        }
        lines.hidden(column + STEP + 2, hidden, object ? "attribute" : "element");
        lines.spaces(column + 2).add("}").goes(goes);
    }

    private static boolean isObject(Fields.Kind kind) {
        return kind == Fields.Kind.OBJECT || kind == Fields.Kind.NESTED;
    }

    private void elements(Elements elements, Difference of, int column, boolean all, boolean goes) {
        if (elements.elements().isEmpty()) {
            lines.add("[]").goes(goes).forces(of.replaces());
            return;
        }
        lines.add("[").forces(of.replaces()).newLine();
        List<Difference> list = elements.elements();
        int hidden = 0;
        for (int i = 0; i < list.size(); i++) {
            Difference each = list.get(i);
            if (!all && each.isSame() && !(elements.ordered() && hasChangedNeighbour(list, i))) {
                hidden++;
                continue;
            }
            if (elements.ordered()) {
                lines.hidden(column + STEP + 2, hidden, "element");
                hidden = 0;
            }
            lines.signed(column + STEP, each.sign());
            value(each, column + STEP, false, all || each.isSame());
            lines.add(",").newLine();
        }
        lines.hidden(column + STEP + 2, hidden, "element");
        lines.spaces(column + 2).add("]").goes(goes);
    }

    private static boolean hasChangedNeighbour(List<Difference> list, int at) {
        return (at > 0 && !list.get(at - 1).isSame())
                || (at + 1 < list.size() && !list.get(at + 1).isSame());
    }

    private static int width(Set<String> names, boolean quoted) {
        return names.stream().mapToInt(name -> shown(name, quoted).length()).max().orElse(0);
    }

    private static String shown(String name, boolean quoted) {
        return quoted || !Lexer.isIdentifier(name) ? GoQuote.quoted(name) : name;
    }
}
