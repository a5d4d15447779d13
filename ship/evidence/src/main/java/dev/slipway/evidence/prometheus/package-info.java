/// What a Prometheus elsewhere has counted, for a server whose own edge carries no traffic. A
/// package of its own because it knows HTTP and PromQL and nothing of how releases are judged.
@NullMarked
package dev.slipway.evidence.prometheus;

import org.jspecify.annotations.NullMarked;
