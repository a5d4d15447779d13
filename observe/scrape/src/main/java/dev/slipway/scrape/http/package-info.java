/// Requests as a configuration's `HttpSettings` say: credentials, TLS, proxies, redirects, and a
/// limit on everything that comes back. A package of its own because targets, discovery over HTTP
/// and whoever else reads such settings make their requests alike, and none of it knows what the
/// answers mean.
///
/// [dev.slipway.scrape.http.HttpTransports] is where to begin; it is thread-safe, as is what it
/// hands out.
@org.jspecify.annotations.NullMarked
package dev.slipway.scrape.http;
