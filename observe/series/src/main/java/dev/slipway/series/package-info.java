/// What a time series is: labels, matchers, samples, native histograms, and how series are read.
/// The storage and the query language meet here and know nothing of each other.
@org.jspecify.annotations.NullMarked
package dev.slipway.series;
