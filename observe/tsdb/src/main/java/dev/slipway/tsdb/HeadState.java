package dev.slipway.tsdb;

/// All that the log brings back. Guarded by the database's lock.
record HeadState(Head head, ExemplarRing exemplars, MetricDescriptions descriptions) {}
