/// Stores elsewhere: samples written to them (`RemoteWrite`, behind a `ForwardingStore`), and
/// series read from them (`RemoteSource`), through Prometheus' remote write and remote read.
///
/// What is to be sent goes through files first, so that an outage of the receiver or the end of
/// this process costs nothing that fits on the disk; see `docs/remote.md`.
///
/// Everything public is thread-safe unless it says otherwise.
@org.jspecify.annotations.NullMarked
package dev.slipway.remote;
