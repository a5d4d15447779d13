/// Checks of the judge: exact ones for small windows, seeded simulations for long runs.
@org.jspecify.annotations.NullMarked
package dev.slipway.judge;
