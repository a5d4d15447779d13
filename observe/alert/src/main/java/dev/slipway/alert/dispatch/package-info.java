/// Decides who is told what and when, and remembers it: routing, grouping, inhibition, silences,
/// mute times, repetition, retries. A package of its own because it is the part with a state, and
/// is tested in simulated time without sending anything.
@org.jspecify.annotations.NullMarked
package dev.slipway.alert.dispatch;
