/// Alertmanager's HTTP API, version 2, so that `amtool`, Prometheus and Grafana can use it. A
/// package of its own because it is one way among others to reach what `dispatch` decides.
@org.jspecify.annotations.NullMarked
package dev.slipway.alert.api;
