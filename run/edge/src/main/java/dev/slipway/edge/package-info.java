/// Programs the proxy from Gateway API, Ingress and Service objects.
@NullMarked
package dev.slipway.edge;

import org.jspecify.annotations.NullMarked;
