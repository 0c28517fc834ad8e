// Seven steps and a clock. The clock runs here; the app hears of it only when somebody goes to a step or ends it.
const STRIPS = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let strip = STRIPS.get(parentElement);
  if (!strip) {
    strip = draw(parentElement, data.steps);
    STRIPS.set(parentElement, strip);
  }
  strip.tell = setTriggerValue;
  strip.zero = performance.now() - 1000 * data.elapsed;
  tick(strip);
  clearInterval(strip.timer);
  strip.timer = setInterval(() => tick(strip), 1000);
  return () => clearInterval(strip.timer);
}

function draw(parent, steps) {
  const strip = { steps: [] };
  const parts = [];
  const root = parent.querySelector(".meeting");
  let from = 0;
  steps.forEach(({ title, minutes, place }, number) => {
    const name = `${title}, minutes ${from} to ${from + minutes}, on the screen ${place}`;
    const button = make("button", { type: "button", textContent: title, title: name, ariaLabel: name });
    button.onclick = () => strip.tell("step", number);
    strip.steps.push({ title, from: 60 * from, to: 60 * (from + minutes), button });
    from += minutes;
    parts.push(button);
  });
  strip.clock = make("span", { className: "clock" });
  const end = make("button", { type: "button", className: "end", textContent: "End", ariaLabel: "End the meeting" });
  end.onclick = () => strip.tell("end", true);
  root.replaceChildren(...parts, strip.clock, end);
  return strip;
}

function make(tag, facts) {
  return Object.assign(document.createElement(tag), facts);
}

function tick({ steps, clock, zero }) {
  const seconds = Math.floor((performance.now() - zero) / 1000);
  const now = steps.find(({ to }) => seconds < to);
  for (const { button, to } of steps) {
    button.classList.toggle("past", to <= seconds);
    if (now && button === now.button) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  }
  const last = steps.at(-1).to;
  clock.textContent = now
    ? `${said(now.to - seconds)} left, ${said(last - seconds)} in all`
    : `${said(seconds - last)} over time`;
}

function said(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
