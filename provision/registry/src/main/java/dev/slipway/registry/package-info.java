/// Providers and modules: where they are found, which version fits, whether they are what they
/// claim to be, and where they are installed.
@NullMarked
package dev.slipway.registry;

import org.jspecify.annotations.NullMarked;
