package dev.slipway.hcl.syntax;

import java.util.ArrayList;
import java.util.List;

/// Moves the lines of a `<<-` heredoc to the left by the indentation they share. A line that is
/// blank does not count, and stays as it is.
final class Indentation {
    private Indentation() {}

    static void remove(List<FlatPart> parts) {
        List<FlatPart.Literal> starts = new ArrayList<>();
        int shared = shared(parts, starts);
        if (shared == Integer.MAX_VALUE) {
            return;
        }
        for (FlatPart.Literal start : starts) {
            start.text = start.text.substring(Math.min(shared, start.text.length()));
        }
    }

    private static int shared(List<FlatPart> parts, List<FlatPart.Literal> starts) {
        int shared = Integer.MAX_VALUE;
        boolean lineBegins = true;
        for (FlatPart part : parts) {
            if (lineBegins) {
                shared = Math.min(shared, blanks(part, starts));
            }
            if (part instanceof FlatPart.Literal literal) {
                lineBegins = literal.text.endsWith("\n");
            } else {
                lineBegins = false;
            }
        }
        return shared;
    }

    private static int blanks(FlatPart part, List<FlatPart.Literal> starts) {
        if (!(part instanceof FlatPart.Literal literal)) {
            return 0;
        }
        int blanks = literal.text.length() - literal.text.stripLeading().length();
        if (blanks == literal.text.length() && literal.text.endsWith("\n")) {
            return Integer.MAX_VALUE;
        }
        starts.add(literal);
        return blanks;
    }
}
