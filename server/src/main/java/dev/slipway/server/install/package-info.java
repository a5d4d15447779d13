/// What somebody else's Kubernetes must be told before Slipway's controllers can work there: the
/// definitions of its kinds, and the rights of the controllers. A package of its own because it is
/// trees of manifests and nothing of a running server. Everything in it is thread-safe.
@NullMarked
package dev.slipway.server.install;

import org.jspecify.annotations.NullMarked;
