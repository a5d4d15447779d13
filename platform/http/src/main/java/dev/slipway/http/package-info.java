/// Listeners, TLS, sign-in, and the place where capabilities mount their HTTP APIs.
@NullMarked
package dev.slipway.http;

import org.jspecify.annotations.NullMarked;
