/// Who is told of an alert: Alertmanager's routing, silences and notifications; Nagios checks.
@org.jspecify.annotations.NullMarked
package dev.slipway.alert;
