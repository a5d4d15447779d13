/// Providers of a configuration: where their programs are, what they said of themselves the last
/// time, and running ones that wait to be used again.
@NullMarked
package dev.slipway.provider.installed;

import org.jspecify.annotations.NullMarked;
