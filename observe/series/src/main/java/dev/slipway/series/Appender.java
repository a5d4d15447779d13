package dev.slipway.series;

/// One transaction of writes. For one thread; to be closed, which gives up what is not committed.
/// Every method may throw [SeriesException] if the store cannot write.
public interface Appender extends AutoCloseable {
    /// What became of a sample; the transaction goes on whatever it is.
    enum Outcome {
        /// Also for a sample that is there already with the same value.
        ACCEPTED,
        /// There is another value at this time.
        DUPLICATE,
        /// Older than the newest of its series, and the store takes no older ones.
        OUT_OF_ORDER,
        /// Outside of the time that the store takes at all: too old, or too far ahead of the clock.
        TOO_OLD,
        /// The reference is no longer valid: ask for it again.
        UNKNOWN_SERIES
    }

    /// The reference of a series, made if it is new. It may be kept for later transactions, as long
    /// as they do not answer [Outcome#UNKNOWN_SERIES].
    long series(Labels labels);

    Outcome append(long series, long timeMillis, double value);

    Outcome append(long series, long timeMillis, FloatHistogram histogram);

    Outcome append(long series, Exemplar exemplar);

    /// What is known about the series' metric; the newest counts.
    void describe(long series, Metadata metadata);

    /// What is known about a metric of which no series need be there: remote write 1.0 sends it
    /// apart. Stores that keep no metadata let it pass.
    ///
    /// @param family the metric's name, without `_bucket` and the like
    default void describe(String family, Metadata metadata) {}

    /// Durable on return, and visible to reads that begin afterwards.
    void commit();

    @Override
    void close();
}
