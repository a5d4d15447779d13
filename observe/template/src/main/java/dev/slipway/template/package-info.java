/// Go's text/template, as rules and notifications use it.
@org.jspecify.annotations.NullMarked
package dev.slipway.template;
