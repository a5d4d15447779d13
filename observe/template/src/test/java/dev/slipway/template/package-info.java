/// Tests of the templates.
@org.jspecify.annotations.NullMarked
package dev.slipway.template;
