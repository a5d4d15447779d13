package dev.slipway.alert.config;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// A file as it may be shown: with `<secret>` in the place of each secret. Stateless.
final class Redaction {
    private static final String SECRET = "<secret>";

    private Redaction() {}

    static String of(String text, Set<Node> secrets) {
        StringBuilder shown = new StringBuilder(text.length());
        int end = 0;
        List<Node> inOrder =
                secrets.stream()
                        .filter(node -> node.getStartMark().isPresent())
                        .sorted(Comparator.comparingInt(node -> start(node)))
                        .toList();
        for (Node node : inOrder) {
            int from = text.offsetByCodePoints(0, start(node));
            if (from < end) {
                continue;
            }
            shown.append(text, end, from).append(SECRET);
            int codePointEnd = node.getEndMark().map(Mark::getIndex).orElse(start(node));
            end = text.offsetByCodePoints(0, codePointEnd);
            if (end > 0 && text.charAt(end - 1) == '\n') {
                shown.append('\n');
            }
        }
        return shown.append(text, end, text.length()).toString();
    }

    private static int start(Node node) {
        return node.getStartMark().map(Mark::getIndex).orElse(0);
    }
}
