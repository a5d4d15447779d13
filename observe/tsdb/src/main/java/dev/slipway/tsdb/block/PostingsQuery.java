package dev.slipway.tsdb.block;

import dev.slipway.series.Matcher;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/// Finds the series of an index that match. A matcher that wants a value adds up the postings of
/// the values it matches; one that is content with none takes away those of the values it does not
/// match. Thread-safe.
final class PostingsQuery {
    private final IndexReader index;

    PostingsQuery(IndexReader index) {
        this.index = index;
    }

    RoaringBitmap find(List<Matcher> matchers) {
        RoaringBitmap found = null;
        for (Matcher matcher : matchers) {
            if (!matcher.matchesEmpty()) {
                RoaringBitmap series = withValue(matcher, true);
                if (found == null) {
                    found = series;
                } else {
                    found.and(series);
                }
                if (found.isEmpty()) {
                    return found;
                }
            }
        }
        if (found == null) {
            found = index.all();
        }
        for (Matcher matcher : matchers) {
            if (matcher.matchesEmpty() && !found.isEmpty()) {
                found.andNot(withValue(matcher, false));
            }
        }
        return found;
    }

    /// Series that have a value of the label that the matcher accepts, or does not.
    private RoaringBitmap withValue(Matcher matcher, boolean accepted) {
        // The values that the pattern itself matches may be listed, those it does not never.
        boolean patternMatches = accepted != matcher.isNegative();
        Optional<Set<String>> literals = matcher.literals();
        if (patternMatches && literals.isPresent()) {
            return ofValues(matcher.name(), literals.get());
        }
        String prefix = patternMatches ? matcher.prefix() : "";
        RoaringBitmap series = new RoaringBitmap();
        PostingsTable.ValueCursor values = index.postings().values(matcher.name(), prefix);
        while (values.next() && values.value().startsWith(prefix)) {
            if (matcher.matches(values.value()) == accepted) {
                series.or(index.series(values.postings()));
            }
        }
        return series;
    }

    private RoaringBitmap ofValues(String name, Set<String> values) {
        RoaringBitmap series = new RoaringBitmap();
        for (String value : values) {
            // No label has the empty value; under the empty name it means all series.
            long postings = value.isEmpty() ? -1 : index.postings().find(name, value);
            if (postings >= 0) {
                series.or(index.series(postings));
            }
        }
        return series;
    }
}
