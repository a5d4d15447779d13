/// The API server in front of real clients.
@NullMarked
package dev.slipway.apiserver;

import org.jspecify.annotations.NullMarked;
