/// Tests of the listeners, certificates and sign-in.
@NullMarked
package dev.slipway.http;

import org.jspecify.annotations.NullMarked;
