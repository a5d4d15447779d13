package dev.slipway.series;

import java.util.List;

/// Walks over series, one at a time. For one thread; to be closed.
///
/// ```
/// while (cursor.next()) {
///     cursor.labels();
///     cursor.read(columns);
/// }
/// ```
public interface SeriesCursor extends AutoCloseable {
    boolean next();

    /// Of the series that [#next] went to.
    Labels labels();

    /// Adds the samples of this series within the selection to the columns.
    void read(SampleColumns columns);

    /// What the source could not do and went on without; complete once [#next] has said false.
    default List<String> warnings() {
        return List.of();
    }

    @Override
    void close();

    /// A cursor over nothing.
    static SeriesCursor empty() {
        return new EmptyCursor();
    }
}
