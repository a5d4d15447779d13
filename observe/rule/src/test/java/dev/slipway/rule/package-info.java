/// Tests of rules.
@org.jspecify.annotations.NullMarked
package dev.slipway.rule;
