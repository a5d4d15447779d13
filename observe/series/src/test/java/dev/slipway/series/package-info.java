/// Tests of the data model of series.
@org.jspecify.annotations.NullMarked
package dev.slipway.series;
