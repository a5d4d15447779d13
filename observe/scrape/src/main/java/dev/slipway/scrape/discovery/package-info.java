/// Discovery: groups of targets that come and go, from files, web services, name servers and the
/// objects of the cluster, with the labels that Prometheus gives them. What is done with the groups
/// is not known here. [dev.slipway.scrape.discovery.Discovery] is where to begin; it is
/// thread-safe.
@org.jspecify.annotations.NullMarked
package dev.slipway.scrape.discovery;
