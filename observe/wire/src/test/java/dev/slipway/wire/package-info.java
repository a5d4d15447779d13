/// Tests of the wire formats: golden bytes, round trips, and seeded fuzzing of every reader.
@org.jspecify.annotations.NullMarked
package dev.slipway.wire;
