/// Nagios plugins as checks: a program is run now and then, its exit code is a state, what it
/// prints is read as figures. A package of its own because it knows nothing of notifications: it
/// puts alerts into an [dev.slipway.alert.AlertSink] and samples into a store.
///
/// What a plugin says is read by [dev.slipway.alert.check.PluginOutput]; what follows from it is
/// decided by [dev.slipway.alert.check.CheckProgress], a pure function;
/// [dev.slipway.alert.check.Checks] keeps time.
@org.jspecify.annotations.NullMarked
package dev.slipway.alert.check;
