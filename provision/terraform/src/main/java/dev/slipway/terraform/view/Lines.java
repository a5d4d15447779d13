package dev.slipway.terraform.view;

import dev.slipway.hcl.text.GoQuote;
import java.util.ArrayList;
import java.util.List;

/// Text under construction, in which lines are indented, signed and coloured. Belongs to one
/// thread.
final class Lines {
    private static final String NULL = " -> null";

    private final StringBuilder out = new StringBuilder();
    private final boolean colour;

    Lines(boolean colour) {
        this.colour = colour;
    }

    Lines add(String text) {
        out.append(text);
        return this;
    }

    Lines add(String text, Style style) {
        out.append(style.on(text, colour));
        return this;
    }

    Lines newLine() {
        out.append('\n');
        return this;
    }

    Lines line(int column, String text) {
        return spaces(column).add(text).newLine();
    }

    Lines spaces(int count) {
        out.repeat(' ', count);
        return this;
    }

    /// The beginning of a line about something that a sign stands before, unless there is no room
    /// for one.
    Lines signed(int column, Sign sign) {
        if (column < 0) {
            return this;
        }
        return spaces(column).add(sign.symbol(), sign.style()).add(" ");
    }

    /// What follows something that goes, and is told so.
    Lines goes(boolean told) {
        return told ? add(NULL, Style.DIM) : this;
    }

    Lines forces(boolean replaces) {
        return replaces ? add(" # forces replacement", Style.RED) : this;
    }

    void hidden(int column, int count, String what) {
        if (count > 0) {
            String plural = count == 1 ? "" : "s";
            spaces(column)
                    .add("# (" + count + " unchanged " + what + plural + " hidden)", Style.DIM)
                    .newLine();
        }
    }

    boolean isColoured() {
        return colour;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /// A text's lines; one line end at its end begins no further line.
    static List<String> of(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.size() > 1 && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    /// A line that cannot move the cursor or change colours.
    static String harmless(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i)) && line.charAt(i) != '\t') {
                String quoted = GoQuote.quoted(line);
                return quoted.substring(1, quoted.length() - 1);
            }
        }
        return line;
    }
}
