package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryTreeTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void behavesLikeATreeMap(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int keys = 1 << random.nextInt(4, 12);
        TreeMap<String, Entry<Long>> model = new TreeMap<>();
        EntryTree<Long> tree = EntryTree.empty();
        for (int step = 0; step < 6_000; step++) {
            // Grows for a while, then shrinks, so that nodes split and join on every level.
            boolean grow = random.nextInt(10) < (step / 1_500 % 2 == 0 ? 8 : 2);
            String key = key(random, keys);
            if (grow) {
                Entry<Long> entry = entry(key, step);
                model.put(key, entry);
                tree = tree.with(entry);
            } else if (model.remove(key) != null) {
                tree = tree.without(key);
            }
            if (step % 97 == 0) {
                assertSame(tree, model, random, keys);
            }
        }
        for (String key : new ArrayList<>(model.keySet())) {
            model.remove(key);
            tree = tree.without(key);
        }
        assertSame(tree, model, random, keys);
    }

    @Test
    void keepsOldVersionsAsTheyWere() {
        List<EntryTree<Long>> versions = new ArrayList<>();
        EntryTree<Long> tree = EntryTree.empty();
        for (int i = 0; i < 500; i++) {
            versions.add(tree);
            tree = tree.with(entry("k%03d".formatted(i * 7 % 500), i));
        }
        for (int i = 0; i < 500; i++) {
            tree = tree.without("k%03d".formatted(i * 11 % 500));
        }

        assertThat(tree.count()).isZero();
        for (int i = 0; i < 500; i++) {
            List<String> expected =
                    IntStream.range(0, i)
                            .mapToObj(j -> "k%03d".formatted(j * 7 % 500))
                            .sorted()
                            .toList();
            assertThat(keys(versions.get(i), "", "")).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 24, 25, 32, 33, 576, 577, 10_000})
    void isBuiltAtOnceFromSortedEntries(int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(count);
        TreeMap<String, Entry<Long>> model = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String key = "k/%05d".formatted(i);
            model.put(key, entry(key, i));
        }
        EntryTree<Long> tree = EntryTree.of(List.copyOf(model.values()));

        assertSame(tree, model, random, 10);
        for (int i = 0; i < count; i += 3) {
            String key = "k/%05d".formatted(i);
            model.remove(key);
            tree = tree.without(key);
        }
        assertSame(tree, model, random, 10);
    }

    @Test
    void scansInParallelWhatItScansInOrder() {
        EntryTree<Long> tree = EntryTree.empty();
        for (int i = 0; i < 5_000; i++) {
            tree = tree.with(entry("k%04d".formatted(i), i));
        }
        TreeSnapshot<Long> snapshot = new TreeSnapshot<>(tree, 1);

        assertThat(snapshot.scan("k1", "").parallel().map(Entry::key).toList())
                .isEqualTo(IntStream.range(1000, 2000).mapToObj(i -> "k" + i).toList());
    }

    private static void assertSame(
            EntryTree<Long> tree,
            NavigableMap<String, Entry<Long>> model,
            RandomGenerator random,
            int keys) {
        assertThat(tree.count()).isEqualTo(model.size());
        assertThat(keys(tree, "", "")).isEqualTo(List.copyOf(model.keySet()));
        for (int i = 0; i < 5; i++) {
            String key = key(random, keys);
            assertThat(tree.find(key)).isSameAs(model.get(key));
            assertThat(tree.rank(key)).isEqualTo(model.headMap(key, false).size());
            String prefix = key.substring(0, random.nextInt(key.length() + 1));
            List<String> under = model.keySet().stream().filter(k -> k.startsWith(prefix)).toList();
            assertThat(keys(tree, prefix, "")).isEqualTo(under);
            assertThat(new TreeSnapshot<>(tree, 1).count(prefix)).isEqualTo(under.size());
            assertThat(keys(tree, prefix, key))
                    .isEqualTo(under.stream().filter(k -> k.compareTo(key) > 0).toList());
        }
    }

    private static List<String> keys(EntryTree<Long> tree, String prefix, String after) {
        return new TreeSnapshot<>(tree, 1).scan(prefix, after).map(Entry::key).toList();
    }

    /// Keys with shared prefixes, among them characters at the end of the range.
    private static String key(RandomGenerator random, int keys) {
        int n = random.nextInt(keys);
        return switch (n % 4) {
            case 0 -> "a/" + n;
            case 1 -> "a/b/" + n;
            case 2 -> "\uffff" + n;
            default -> "\uffff\uffff" + n;
        };
    }

    private static Entry<Long> entry(String key, long revision) {
        return new Entry<>(key, new byte[0], revision, revision, revision);
    }
}
