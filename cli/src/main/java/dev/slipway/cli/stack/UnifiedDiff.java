package dev.slipway.cli.stack;

import java.util.ArrayList;
import java.util.List;

/// The difference of two texts as `diff -u` shows it. Lines that both have are found by Myers'
/// algorithm ("An O(ND) Difference Algorithm", 1986); where texts differ in more than some thousand
/// lines, what is between the first and the last difference is shown as replaced. Stateless.
final class UnifiedDiff {
    private static final int CONTEXT_LINES = 3;
    private static final int EDITS_MAX = 4000;

    private UnifiedDiff() {}

    /// A line, and whether it is kept, removed or added.
    private record Edit(char sign, String line) {}

    static String of(String name, String old, String now) {
        List<Edit> edits = edits(lines(old), lines(now));
        StringBuilder out = new StringBuilder();
        out.append("--- old/").append(name).append("\n+++ new/").append(name).append('\n');
        int index = 0;
        int oldLine = 1;
        int newLine = 1;
        while (index < edits.size()) {
            int first = nextChange(edits, index);
            if (first == edits.size()) {
                break;
            }
            int from = Math.max(index, first - CONTEXT_LINES);
            oldLine += from - index;
            newLine += from - index;
            int until = hunkEnd(edits, first);
            List<Edit> hunk = edits.subList(from, until);
            int removed = (int) hunk.stream().filter(each -> each.sign() != '+').count();
            int added = (int) hunk.stream().filter(each -> each.sign() != '-').count();
            out.append("@@ -").append(range(oldLine, removed));
            out.append(" +").append(range(newLine, added)).append(" @@\n");
            for (Edit each : hunk) {
                out.append(each.sign()).append(each.line());
                if (!each.line().endsWith("\n")) {
                    out.append("\n\\ No newline at end of file\n");
                }
            }
            oldLine += removed;
            newLine += added;
            index = until;
        }
        return out.toString();
    }

    /// Each line with its end.
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(start, next));
            start = next;
        }
        return lines;
    }

    private static String range(int start, int count) {
        int shown = count == 0 ? start - 1 : start;
        return count == 1 ? String.valueOf(shown) : shown + "," + count;
    }

    private static int nextChange(List<Edit> edits, int from) {
        int index = from;
        while (index < edits.size() && edits.get(index).sign() == ' ') {
            index++;
        }
        return index;
    }

    /// Changes with little between them are shown together.
    private static int hunkEnd(List<Edit> edits, int first) {
        int end = first;
        while (true) {
            while (end < edits.size() && edits.get(end).sign() != ' ') {
                end++;
            }
            int next = nextChange(edits, end);
            if (next == edits.size() || next - end > 2 * CONTEXT_LINES) {
                return Math.min(edits.size(), end + CONTEXT_LINES);
            }
            end = next;
        }
    }

    private static List<Edit> edits(List<String> old, List<String> now) {
        List<Edit> edits = new ArrayList<>();
        int start = 0;
        int shorter = Math.min(old.size(), now.size());
        while (start < shorter && old.get(start).equals(now.get(start))) {
            edits.add(new Edit(' ', old.get(start++)));
        }
        int end = 0;
        while (end < shorter - start
                && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
            end++;
        }
        edits.addAll(
                between(
                        old.subList(start, old.size() - end),
                        now.subList(start, now.size() - end)));
        old.subList(old.size() - end, old.size()).forEach(line -> edits.add(new Edit(' ', line)));
        return edits;
    }

    private static List<Edit> between(List<String> old, List<String> now) {
        List<int[]> reached = forward(old, now);
        if (reached.isEmpty()) {
            List<Edit> replaced = new ArrayList<>();
            old.forEach(line -> replaced.add(new Edit('-', line)));
            now.forEach(line -> replaced.add(new Edit('+', line)));
            return replaced;
        }
        return backward(old, now, reached);
    }

    /// How far each diagonal is reached with so many edits; empty if it takes too many.
    private static List<int[]> forward(List<String> old, List<String> now) {
        int most = Math.min(old.size() + now.size(), EDITS_MAX);
        List<int[]> reached = new ArrayList<>();
        int[] furthest = new int[2 * most + 3];
        int middle = most + 1;
        for (int count = 0; count <= most; count++) {
            for (int diagonal = -count; diagonal <= count; diagonal += 2) {
                int at = middle + diagonal;
                boolean down =
                        diagonal == -count
                                || (diagonal != count && furthest[at - 1] < furthest[at + 1]);
                int x = down ? furthest[at + 1] : furthest[at - 1] + 1;
                while (x < old.size()
                        && x - diagonal < now.size()
                        && old.get(x).equals(now.get(x - diagonal))) {
                    x++;
                }
                furthest[at] = x;
                if (x >= old.size() && x - diagonal >= now.size()) {
                    reached.add(window(furthest, middle, count));
                    return reached;
                }
            }
            reached.add(window(furthest, middle, count));
        }
        return List.of();
    }

    /// Only what `count` edits can reach, and one to each side.
    private static int[] window(int[] furthest, int middle, int count) {
        return java.util.Arrays.copyOfRange(furthest, middle - count - 1, middle + count + 2);
    }

    private static List<Edit> backward(List<String> old, List<String> now, List<int[]> reached) {
        List<Edit> reversed = new ArrayList<>();
        int x = old.size();
        int y = now.size();
        for (int count = reached.size() - 1; count > 0; count--) {
            int[] before = reached.get(count - 1);
            int diagonal = x - y;
            int middle = count;
            boolean down =
                    diagonal == -count
                            || (diagonal != count
                                    && before[middle + diagonal - 1]
                                            < before[middle + diagonal + 1]);
            int previous = down ? diagonal + 1 : diagonal - 1;
            int startX = before[middle + previous];
            int startY = startX - previous;
            while (x > startX && y > startY) {
                reversed.add(new Edit(' ', old.get(--x)));
                y--;
            }
            reversed.add(down ? new Edit('+', now.get(--y)) : new Edit('-', old.get(--x)));
        }
        while (x > 0) {
            reversed.add(new Edit(' ', old.get(--x)));
        }
        return reversed.reversed();
    }
}
