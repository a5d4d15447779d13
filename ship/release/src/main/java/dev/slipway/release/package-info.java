/// Several workloads and their config as one release: they go on together, stage by stage, and go
/// back together.
///
/// A [Part] is a thing that can be brought into a state and back: a workload, a ConfigMap. A
/// [Course] decides, without any input or output, what an attempt needs next; the reconciler
/// carries it out through the API alone and remembers in the status of the Release all that has to
/// survive a restart.
@NullMarked
package dev.slipway.release;

import org.jspecify.annotations.NullMarked;
