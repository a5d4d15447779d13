package dev.slipway.record;

/// Something that happened in a release and that somebody may want to be told of.
record Moment(Trigger trigger, String sentence) {}
