package dev.slipway.wire;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks over the samples of an exposition. What names the series of a sample is handed out as a
/// slice of bytes, the same for the same series in every scrape of a target, so that a scraper
/// finds what it knows of it (in a [ByteKeyMap]) without labels being built; labels, metadata,
/// histograms and exemplars are built when asked for. Everything said of a sample holds until the
/// next call of [#next]. Not thread-safe. Every method throws [WireException] if the body is
/// malformed; the text of labels is only checked by [#labels].
///
/// ```
/// while (reader.next()) {
///     Known known = map.find(reader.seriesBytes(), reader.seriesStart(), reader.seriesEnd());
///     if (known == null) {
///         known = meet(reader.labels(), reader.metadata());
///     }
///     append(known, reader.hasTimestamp() ? reader.timestampMillis() : now, reader.value());
/// }
/// ```
public sealed interface ExpositionReader permits TextReader, ProtobufExpositionReader {
    /// Goes to the next sample; false at the end, which has been checked then.
    boolean next();

    /// The array in which the name of the series stands. It may be another one for each sample.
    byte[] seriesBytes();

    int seriesStart();

    int seriesEnd();

    /// With the name of the metric; never empty. Bounds and quantiles are written as OpenMetrics
    /// does (`1.0`), whatever the body has.
    Labels labels();

    /// The names of labels that stand with this sample without a value: they are no labels of the
    /// series, but a target that is to be believed says by them that it wants none of ours there.
    List<String> valuelessLabels();

    /// Counts the families that the body has described so far, so that a change is noticed without
    /// asking for [#family].
    int familyCount();

    /// The name of the family of this sample: without `_total`, `_bucket` and such where the format
    /// leaves them out.
    String family();

    Metadata metadata();

    /// The value of a sample that is no histogram.
    double value();

    /// The native histogram of this sample; null if it is a number.
    @Nullable FloatHistogram histogram();

    boolean hasTimestamp();

    long timestampMillis();

    /// When what is counted began to be counted; 0 if that is not said.
    long createdMillis();

    boolean hasExemplars();

    /// The exemplars of this sample. One without a time of its own gets the one given.
    List<Exemplar> exemplars(long defaultTimeMillis);
}
