/// Several workloads and their config, released and taken back as one.
@NullMarked
package dev.slipway.release;

import org.jspecify.annotations.NullMarked;
