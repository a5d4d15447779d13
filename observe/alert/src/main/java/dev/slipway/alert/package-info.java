/// Who is told of an alert: Alertmanager's routing, silences and notifications; Nagios checks.
///
/// What an alert, a silence and a matcher are stands here; the rest are five concepts that each
/// make sense alone and form one line of arrows, `config` ← `notify` ← `dispatch` ← `api`, with
/// `check` beside them:
///
/// - `config` reads an unmodified `alertmanager.yml` and says everything that is wrong with it;
/// - `notify` writes and sends messages to Slack, PagerDuty, web hooks, mail servers …;
/// - `dispatch` decides what is sent when, and remembers it on disk;
/// - `api` is Alertmanager's HTTP API, version 2;
/// - `check` runs Nagios plugins and turns what they say into series and alerts.
@org.jspecify.annotations.NullMarked
package dev.slipway.alert;
