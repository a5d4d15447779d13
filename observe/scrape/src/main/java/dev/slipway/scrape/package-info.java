/// Collection, as users of Prometheus know it: which targets there are, and what they say.
/// [dev.slipway.scrape.Collection] is the whole; it runs a pool for each scrape config and a loop
/// for each target.
///
/// Five concepts that can be used and tested alone have packages of their own: `relabel` (also for
/// remote write and alerts), `config` (what `prometheus.yml` says), `http` (requests as a
/// configuration wants them made), `discovery` (groups of targets that come and go) and `monitor`
/// (the operator's objects as scrape configs).
@org.jspecify.annotations.NullMarked
package dev.slipway.scrape;
