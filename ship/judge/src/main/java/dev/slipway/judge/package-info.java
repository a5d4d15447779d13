/// Sequential, always valid comparison of two versions; mathematics only.
///
/// A [Judge] is told, window by window, what the old version (the baseline) and the new one (the
/// candidate) did at the same time under the same traffic, and says after each window whether the
/// new one is worse, is not worse by more than what is tolerated, or cannot be told apart yet. It
/// may be asked as often as one likes: the chance that it ever calls an equally good version worse
/// stays below the level of its [JudgePolicy]. The mathematics stand in `docs/judge.md`.
///
/// Everything here is a value, or belongs to the one thread that uses it. Nothing reads a clock.
@org.jspecify.annotations.NullMarked
package dev.slipway.judge;
