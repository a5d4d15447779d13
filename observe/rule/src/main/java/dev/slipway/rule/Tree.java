package dev.slipway.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A document as a tree that knows where everything stands, whatever it was written in.
sealed interface Tree {
    Place place();

    /// What it is called in messages.
    String kind();

    /// From 1; 0 in what was no file.
    record Place(int line, int column) {
        static final Place NOWHERE = new Place(0, 0);
    }

    record Scalar(Place place, String text) implements Tree {
        @Override
        public String kind() {
            return "text";
        }
    }

    /// An empty value.
    record Nothing(Place place) implements Tree {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    record Sequence(Place place, List<Tree> items) implements Tree {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(Place place, List<Entry> entries) implements Tree {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a map";
        }

        @Nullable Tree find(String key) {
            for (Entry each : entries) {
                if (each.key.text.equals(key)) {
                    return each.value;
                }
            }
            return null;
        }
    }

    record Entry(Scalar key, Tree value) {}
}
