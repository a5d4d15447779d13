/// The messages of the provider protocol, read and written by field number. There is one model for
/// protocol 5 and 6; where they differ, [dev.slipway.provider.wire.Protocol] decides. No generated
/// code: a message is a list of fields, and whoever knows its layout asks for them.
@NullMarked
package dev.slipway.provider.wire;

import org.jspecify.annotations.NullMarked;
