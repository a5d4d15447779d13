/// What a Prometheus elsewhere has counted, for a server whose own edge carries no traffic. A
/// package of its own because it knows HTTP and PromQL and nothing of the rest of the server.
@NullMarked
package dev.slipway.server.prometheus;

import org.jspecify.annotations.NullMarked;
