/// The records of the built-in kinds that several capabilities share: only the fields they use. A
/// second public package because it is a list of definitions to look things up in, not behaviour.
@NullMarked
package dev.slipway.model.kinds;

import org.jspecify.annotations.NullMarked;
