/// Sequential, always valid comparison of two versions; mathematics only.
@org.jspecify.annotations.NullMarked
package dev.slipway.judge;
