/// Recording and alerting rules, and their unit tests.
@org.jspecify.annotations.NullMarked
package dev.slipway.rule;
