/// Tests of what alerts and matchers are.
@org.jspecify.annotations.NullMarked
package dev.slipway.alert;
