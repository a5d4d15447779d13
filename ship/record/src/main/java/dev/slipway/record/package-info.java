/// What happened in every release, kept; and told to whom it concerns.
///
/// A release is seen through the objects that take part in it ([Sighting]), its record is brought
/// up to date with what is seen ([Chronicle]), and what is worth telling is noted in the same write
/// as what is told of, so that neither is ever there without the other ([Outbox] then sends it).
/// The figures of teams are computed from the records alone ([Dora]).
@NullMarked
package dev.slipway.record;

import org.jspecify.annotations.NullMarked;
