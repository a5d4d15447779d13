/// What two versions of a workload do at the same time, and what the judge makes of it, second by
/// second.
@NullMarked
package dev.slipway.evidence;

import org.jspecify.annotations.NullMarked;
