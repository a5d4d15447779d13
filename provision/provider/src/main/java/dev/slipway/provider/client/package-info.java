/// A provider on the other end of a connection: the calls of protocol 5 and 6 as
/// [dev.slipway.provider.Provider].
@NullMarked
package dev.slipway.provider.client;

import org.jspecify.annotations.NullMarked;
