@org.jspecify.annotations.NullMarked
package dev.slipway.metric.http;
