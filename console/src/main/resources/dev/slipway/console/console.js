// Fills the parts of the page as the server sends them, and says how long ago moments were.
const source = new EventSource("/live");
const state = document.getElementById("live");
source.onopen = () => { state.textContent = "live"; state.className = "live on"; };
source.onerror = () => { state.textContent = "reconnecting"; state.className = "live"; };
for (const part of ["summary", "links", "releases", "workloads", "pods", "events"]) {
  source.addEventListener(part, (event) => {
    const element = document.getElementById(part);
    element.innerHTML = event.data;
    tellAges(element);
  });
}

function tellAges(root) {
  for (const time of root.querySelectorAll("time")) {
    const age = ageOf(Date.parse(time.dateTime));
    if (time.textContent !== age) time.textContent = age;
  }
}

function ageOf(moment) {
  const seconds = Math.max(0, Math.floor((Date.now() - moment) / 1000));
  if (seconds < 120) return seconds + "s";
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return minutes + "m" + (seconds % 60) + "s";
  if (minutes < 120) return minutes + "m";
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? hours + "h" : Math.floor(hours / 24) + "d";
}

tellAges(document);
setInterval(() => tellAges(document), 1000);
