/// Tests of what the command line prints.
@org.jspecify.annotations.NullMarked
package dev.slipway.cli;
