/// Writes messages from templates and sends them: web hooks, Slack, PagerDuty, letters, chats. A
/// package of its own because it decides nothing: it is handed a group of alerts and says whether
/// they were delivered.
@org.jspecify.annotations.NullMarked
package dev.slipway.alert.notify;
