// The metrics page: queries, alerts and targets, all through the Prometheus API that anybody may use.
const API = "/prometheus/api/v1/";
const REFRESH_MILLIS = 15_000;
const POINTS = 400;
const SERIES_MAX = 100;
const SVG = "http://www.w3.org/2000/svg";
const EXAMPLES = [
  ["requests", "sum by (service, code) (rate(http_requests_total[1m]))"],
  ["slowest 1 %", "histogram_quantile(0.99, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m])))"],
  ["processor", "sum by (pod) (rate(container_cpu_usage_seconds_total{container!=\"\"}[1m]))"],
  ["memory", "sum by (pod) (container_memory_working_set_bytes{container!=\"\"})"],
  ["restarts", "sum by (pod) (kube_pod_container_status_restarts_total)"],
  ["targets up", "up"],
];

const byId = (id) => document.getElementById(id);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function shape(name, attributes = {}, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

async function ask(path, form) {
  const options = form ? { method: "POST", body: new URLSearchParams(form) } : {};
  const response = await fetch(API + path, options);
  const answer = await response.json();
  if (answer.status !== "success") throw new Error(answer.error);
  return answer.data;
}

// ---- the query

let running = 0;

async function show() {
  const expression = byId("expr").value.trim() || EXAMPLES[0][1];
  const range = Number(byId("range").value);
  const step = Math.max(1, Math.ceil(range / POINTS));
  const end = Math.floor(Date.now() / 1000 / step) * step;
  const mine = ++running;
  try {
    const data = await ask("query_range", { query: expression, start: end - range, end, step });
    if (mine !== running) return;
    const lines = data.result.slice(0, SERIES_MAX).map(lineOf);
    byId("graph").replaceChildren(graph(lines, end - range, end, step));
    byId("series").replaceChildren(...legend(lines, data.result.length));
    byId("problem").textContent = "";
    live(true);
  } catch (error) {
    if (mine !== running) return;
    byId("problem").textContent = error.message;
    live(!(error instanceof TypeError));
  }
}

function lineOf(series) {
  const points = (series.values ?? series.histograms.map(([time, histogram]) => [time, histogram.count]))
    .map(([time, value]) => [time, Number(value.replace("Inf", "Infinity"))]);
  return { name: nameOf(series.metric), points };
}

function nameOf(metric) {
  const labels = Object.entries(metric).filter(([name]) => name !== "__name__")
    .map(([name, value]) => `${name}="${value}"`).join(", ");
  return (metric.__name__ ?? "") + (labels ? `{${labels}}` : "") || "value";
}

function graph(lines, from, to, step) {
  const width = 1120, height = 300, left = 64, bottom = 24, top = 8;
  const finite = lines.flatMap((line) => line.points.map((point) => point[1])).filter(Number.isFinite);
  if (finite.length === 0) return element("p", { class: "empty" }, "Nothing matches in this time.");
  let low = Math.min(...finite), high = Math.max(...finite);
  if (low > 0 && low < 0.7 * high || low === high && low > 0) low = 0;
  if (low === high) high = low + 1;
  const x = (time) => left + (time - from) / (to - from) * (width - left - 8);
  const y = (value) => top + (high - value) / (high - low) * (height - top - bottom);
  const svg = shape("svg", { class: "chart plot", viewBox: `0 0 ${width} ${height}`, role: "img" });
  svg.append(shape("title", {}, "The query over time"));
  for (const value of ticks(low, high, 5)) {
    svg.append(shape("line", { class: "grid", x1: left, x2: width - 8, y1: y(value), y2: y(value) }));
    svg.append(shape("text", { class: "axis", x: left - 8, y: y(value) + 4, "text-anchor": "end" }, short(value)));
  }
  for (let i = 0; i <= 6; i++) {
    const time = from + (to - from) * i / 6;
    const anchor = i === 0 ? "start" : i === 6 ? "end" : "middle";
    svg.append(shape("text", { class: "axis", x: x(time), y: height - 6, "text-anchor": anchor }, clock(time, to - from)));
  }
  lines.forEach((line, index) => {
    for (const run of runs(line.points, step)) {
      const points = run.map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
      svg.append(run.length === 1
        ? shape("circle", { class: "s" + index % 10, cx: x(run[0][0]), cy: y(run[0][1]), r: 2 })
        : shape("polyline", { class: "s" + index % 10, points }));
    }
  });
  return svg;
}

// Points without a gap between them.
function runs(points, step) {
  const found = [];
  let current = [];
  for (const point of points) {
    const gap = current.length > 0 && point[0] - current.at(-1)[0] > 1.5 * step;
    if ((gap || !Number.isFinite(point[1])) && current.length > 0) {
      found.push(current);
      current = [];
    }
    if (Number.isFinite(point[1])) current.push(point);
  }
  return current.length > 0 ? [...found, current] : found;
}

function ticks(low, high, about) {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const found = [];
  for (let value = Math.ceil(low / size) * size; value <= high * (1 + 1e-9); value += size) found.push(value);
  return found;
}

function short(value) {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const thousands = Math.floor(Math.log10(Math.abs(value)) / 3 + 1e-9);
  if (thousands < -3 || thousands > 4) return value.toExponential(1);
  return Number((value / 1000 ** thousands).toPrecision(3)) + ["n", "µ", "m", "", "k", "M", "G", "T"][thousands + 3];
}

function clock(seconds, range) {
  const date = new Date(seconds * 1000);
  const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return range > 86400 ? date.toLocaleDateString([], { month: "short", day: "numeric" }) + " " + time : time;
}

function legend(lines, total) {
  const rows = lines.map((line, index) => element("tr", {},
    element("td", { class: "key s" + index % 10 }, "—"),
    element("td", { class: "hash" }, line.name),
    element("td", { class: "number" }, short(line.points.at(-1)?.[1] ?? NaN))));
  if (total > lines.length) {
    rows.push(element("tr", {}, element("td"), element("td", {}, `… and ${total - lines.length} more`)));
  }
  return rows;
}

// ---- alerts and targets

async function showAlerts() {
  const data = await ask("rules?type=alert");
  const rows = [];
  for (const group of data.groups) {
    for (const rule of group.rules) {
      const mark = { firing: "bad", pending: "busy" }[rule.state] ?? "good";
      rows.push(element("tr", {},
        element("td", { class: "state " + mark }, element("span", { class: "dot " + mark }), rule.state),
        element("td", { class: "name" }, rule.name, element("br"), element("small", {}, group.name)),
        element("td", { class: "labels" }, rule.query),
        element("td", { class: "why" }, rule.lastError ?? "", ...sentences(rule.alerts))));
    }
  }
  const none = "No alerting rules. Apply a PrometheusRule, or start with --prometheus-config.";
  fill("alerts", ["State", "Alert", "Condition", "What"], rows, none);
}

// What alerts say; of several that say the same, how many there are.
function sentences(alerts) {
  const counts = new Map();
  for (const alert of alerts) {
    const text = alert.annotations.summary ?? alert.annotations.description ?? nameOf(alert.labels);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => element("div", {}, count > 1 ? `${text} (${count} times)` : text));
}

async function showTargets() {
  const data = await ask("targets?state=active");
  const rows = data.activeTargets.map((target) => {
    const mark = { up: "good", down: "bad" }[target.health] ?? "busy";
    return element("tr", {},
      element("td", { class: "state " + mark }, element("span", { class: "dot " + mark }), target.health),
      element("td", { class: "name" }, target.scrapePool, element("br"), element("small", {}, target.scrapeUrl)),
      element("td", { class: "labels" }, nameOf(target.labels)),
      element("td", { class: "number" }, (target.lastScrapeDuration * 1000).toFixed(0) + " ms"),
      element("td", { class: "why" }, target.lastError));
  });
  const none = "Nothing is scraped yet. Annotate pods with prometheus.io/scrape: \"true\", apply a ServiceMonitor,"
    + " or start with --prometheus-config.";
  fill("targets", ["Health", "Target", "Labels", "Took", "Error"], rows, none);
}

function fill(id, headings, rows, none) {
  const table = element("table", {}, element("tr", {}, ...headings.map((text) => element("th", {}, text))), ...rows);
  byId(id).replaceChildren(rows.length > 0 ? table : element("p", { class: "empty" }, none));
}

// ---- the page

function live(on) {
  byId("live").textContent = on ? "live" : "reconnecting";
  byId("live").className = on ? "live on" : "live";
}

function remember() {
  location.hash = new URLSearchParams({ expr: byId("expr").value, range: byId("range").value }).toString();
}

function recall() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  byId("expr").value = wanted.get("expr") ?? EXAMPLES[0][1];
  byId("range").value = wanted.get("range") ?? "900";
  show();
}

async function refresh() {
  await Promise.allSettled([show(), showAlerts(), showTargets()]);
}

for (const [title, expression] of EXAMPLES) {
  const link = element("a", { href: "#" + new URLSearchParams({ expr: expression, range: "900" }) }, title);
  byId("examples").append(link, " ");
}
byId("query").addEventListener("submit", (event) => { event.preventDefault(); remember(); show(); });
byId("range").addEventListener("change", () => { remember(); show(); });
addEventListener("hashchange", recall);
ask("label/__name__/values").then((names) => byId("names").append(...names.map((name) => element("option", { value: name }))), () => {});
recall();
refresh();
setInterval(refresh, REFRESH_MILLIS);
