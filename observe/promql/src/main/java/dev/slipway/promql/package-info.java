/// The query language: parser, formatter, and an engine over columns.
@org.jspecify.annotations.NullMarked
package dev.slipway.promql;
