package dev.slipway.tsdb.block;

import dev.slipway.series.Utf8Order;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers the distinct label pairs of a block in the making, and once [#sort]ed knows their order.
/// Not thread-safe.
final class PairTable {
    private record Pair(int name, int value) {}

    private final Map<String, Integer> symbolNumbers = new HashMap<>();
    private final List<String> symbols = new ArrayList<>();
    private final Map<Pair, Integer> pairNumbers = new HashMap<>();
    private final List<Pair> pairs = new ArrayList<>();
    private int[] uses = new int[1024];

    /// From a symbol's number to its place in order.
    private int[] ranks = {};

    PairTable() {
        // The empty text is there always, as the label of the postings of all series.
        symbol("");
    }

    /// Counts a series that has the pair; the pair's number.
    int add(String name, String value) {
        Pair pair = new Pair(symbol(name), symbol(value));
        Integer known = pairNumbers.get(pair);
        int number = known == null ? pairs.size() : known;
        if (known == null) {
            pairNumbers.put(pair, number);
            pairs.add(pair);
            if (number == uses.length) {
                uses = Arrays.copyOf(uses, 2 * number);
            }
        }
        uses[number]++;
        return number;
    }

    void sort() {
        List<String> sorted = sortedTexts();
        ranks = new int[symbols.size()];
        for (int i = 0; i < sorted.size(); i++) {
            ranks[symbolNumbers.getOrDefault(sorted.get(i), 0)] = i;
        }
    }

    List<byte[]> sortedSymbols() {
        return sortedTexts().stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /// Numbers of pairs by name, then value.
    List<Integer> sortedPairs() {
        List<Integer> sorted = new ArrayList<>(pairs.size());
        for (int i = 0; i < pairs.size(); i++) {
            sorted.add(i);
        }
        sorted.sort((left, right) -> {
            int order = Integer.compare(nameSymbol(left), nameSymbol(right));
            return order == 0 ? Integer.compare(valueSymbol(left), valueSymbol(right)) : order;
        });
        return sorted;
    }

    int size() {
        return pairs.size();
    }

    int uses(int pair) {
        return uses[pair];
    }

    int nameSymbol(int pair) {
        return ranks[pairs.get(pair).name()];
    }

    int valueSymbol(int pair) {
        return ranks[pairs.get(pair).value()];
    }

    String name(int pair) {
        return symbols.get(pairs.get(pair).name());
    }

    String value(int pair) {
        return symbols.get(pairs.get(pair).value());
    }

    private List<String> sortedTexts() {
        return symbols.stream().sorted(Utf8Order.COMPARATOR).toList();
    }

    private int symbol(String text) {
        Integer known = symbolNumbers.get(text);
        if (known != null) {
            return known;
        }
        symbolNumbers.put(text, symbols.size());
        symbols.add(text);
        return symbols.size() - 1;
    }
}
