package dev.slipway.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Finds the topics that a key concerns, in O(log n) for n different prefixes.
///
/// The prefixes are sorted, and each knows the longest other one that it starts with, its parent.
/// The last prefix not greater than a key is then the key's own, or a descendant of it: whatever
/// sorts between a prefix of the key and the key starts with that prefix. So all prefixes of a key
/// are found by one binary search and a walk through parents.
///
/// Guarded by the lock of the [LogStore] that owns it.
final class Topics {
    private final TreeMap<String, Topic> byPrefix = new TreeMap<>();
    private String[] prefixes = {};
    private Topic[] topics = {};
    private int[] parents = {};

    Topic join(String prefix, long newestRevision) {
        Topic known = byPrefix.get(prefix);
        if (known != null) {
            return known;
        }
        Topic topic = new Topic(prefix, newestRevision);
        byPrefix.put(prefix, topic);
        index();
        return topic;
    }

    void leave(Topic topic) {
        if (topic.watches.isEmpty()) {
            byPrefix.remove(topic.prefix, topic);
            index();
        }
    }

    /// Marks the topics of these changes and returns them.
    Set<Topic> mark(List<? extends Change<?>> changes) {
        Set<Topic> marked = new LinkedHashSet<>();
        for (Change<?> change : changes) {
            String key = change.key();
            int found = Arrays.binarySearch(prefixes, key);
            int i = found >= 0 ? found : -found - 2;
            for (; i >= 0; i = parents[i]) {
                if (key.startsWith(prefixes[i])) {
                    topics[i].mark(change.revision());
                    marked.add(topics[i]);
                }
            }
        }
        return marked;
    }

    List<Topic> all() {
        return new ArrayList<>(byPrefix.values());
    }

    private void index() {
        prefixes = byPrefix.keySet().toArray(String[]::new);
        topics = byPrefix.values().toArray(Topic[]::new);
        parents = new int[prefixes.length];
        Deque<Integer> ancestors = new ArrayDeque<>();
        for (int i = 0; i < prefixes.length; i++) {
            while (!ancestors.isEmpty() && !prefixes[i].startsWith(prefixes[ancestors.peek()])) {
                ancestors.pop();
            }
            parents[i] = ancestors.isEmpty() ? -1 : ancestors.peek();
            ancestors.push(i);
        }
    }
}
