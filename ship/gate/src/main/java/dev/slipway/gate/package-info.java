/// The guard of plain Deployments: how far a rolling update may go.
@NullMarked
package dev.slipway.gate;

import org.jspecify.annotations.NullMarked;
