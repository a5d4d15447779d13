/// Config by content: the ConfigMaps and Secrets that a revision was started with stay with it.
///
/// [ConfigKeeper] replaces the references of a pod template by references to immutable copies that
/// are named by their content. A revision's template then says everything its pods depend on: undo,
/// abort and the two sides of a canary each see the config they were made with, and a change of
/// config alone is a new template. Copies that nothing refers to any more are deleted.
@NullMarked
package dev.slipway.config;

import org.jspecify.annotations.NullMarked;
