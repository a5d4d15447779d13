package shop.inventory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/// How many of each item are left. Every reservation is appended to a journal before it counts, so
/// that a restart finds the stock as it was. Thread-safe.
final class Stock {
    private static final Map<String, Integer> DELIVERY =
            Map.of("anchor", 1_000_000, "compass", 1_000_000, "rope", 1_000_000);

    private final Path journal;
    private final Map<String, Integer> left = new TreeMap<>(DELIVERY);

    Stock(Path journal) throws IOException {
        this.journal = journal;
        if (Files.exists(journal)) {
            for (String line : Files.readAllLines(journal)) {
                String[] parts = line.split(" ", 2);
                left.merge(parts[1], -Integer.parseInt(parts[0]), Integer::sum);
            }
        }
    }

    synchronized Map<String, Integer> levels() {
        return new TreeMap<>(left);
    }

    /// Takes `quantity` of an item. Returns how many are left, or -1 if there are too few.
    synchronized int reserve(String item, int quantity) throws IOException {
        int available = left.getOrDefault(item, 0);
        if (quantity < 1 || available < quantity) {
            return -1;
        }
        Files.writeString(
                journal,
                quantity + " " + item + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        left.put(item, available - quantity);
        return available - quantity;
    }
}
