/// Canary and blue-green releases, and the guard that judges them.
///
/// What every Rollout does is in classes named after it: [RolloutReconciler] and the classes it
/// uses. What differs between the two strategies is behind [Strategy]; the classes of one carry its
/// name in front (`Canary...`). Decisions ([Position], [Scaling], [RunVerdicts], [RolloutReport]
/// and the strategies' own) are pure functions of a [Scene].
@NullMarked
package dev.slipway.rollout;

import org.jspecify.annotations.NullMarked;
