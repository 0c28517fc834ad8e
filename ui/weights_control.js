// A range, a number and a lock for each criterion. What is moved shows at once; the app hears of the newest move as
// soon as it has drawn the last one, and its answer replaces what was shown here.
const LONGEST_WAIT = 250;
const LOST_AFTER = 3000;
const CONTROLS = new WeakMap();
const LOCKED = "M5 7V5a3 3 0 0 1 6 0v2h1v7H4V7zm1.500 0h3V5a1.500 1.500 0 0 0-3 0z";
const OPEN = "M5 7V4.500a3 3 0 0 1 6 0h-1.500a1.500 1.500 0 0 0-3 0V7H12v7H4V7z";

export default function ({ data, parentElement, setStateValue }) {
  let control = CONTROLS.get(parentElement);
  if (!control) {
    control = { rows: new Map(), shares: new Map(), locked: new Set(), typed: new Set(), pending: [], sent: 0 };
    Object.assign(control, { sentAt: 0, movedAt: 0, timer: 0 });
    CONTROLS.set(parentElement, control);
  }
  control.tell = (told) => setStateValue("moves", told);
  control.isFixed = data.fixed;
  control.like = new Map(data.rows.map((row) => [row.key, row.agreed]));
  drawRows(control, parentElement.querySelector(".weights"), data.rows);
  const isAnswered = !control.sent || data.taken === control.sent || Date.now() - control.sentAt > LOST_AFTER;
  if (isAnswered && !control.pending.length) {
    control.sent = 0;
    control.shares = new Map(data.rows.map((row) => [row.key, row.share]));
    control.locked = new Set(data.locked);
    paint(control);
    for (const { key, tint } of data.rows) control.rows.get(key).swatch.style.background = tint;
    spread(control, false);
  }
  // What still waits to be sent goes on waiting, whatever became of the clock it waited by.
  if (control.pending.length) send(control);
  return () => {
    clearTimeout(control.timer);
    clearTimeout(control.spreads);
  };
}

function drawRows(control, root, rows) {
  const keys = rows.map((row) => row.key).join();
  if (root.dataset.keys === keys) return;
  root.dataset.keys = keys;
  root.replaceChildren(...rows.map((row) => drawRow(control, row)));
}

function drawRow(control, { key, label, meaning }) {
  const box = make("div", { className: "row", title: meaning });
  box.dataset.criterion = key;
  const range = make("input", { type: "range", min: 0, max: 100, step: 1, ariaLabel: label });
  const number = make("input", { type: "number", min: 0, max: 100, step: 1, ariaLabel: `${label}, percent` });
  const lock = make("button", { type: "button", className: "lock" });
  range.oninput = () => move(control, key, range.valueAsNumber);
  // What is being typed is left alone until it is entered.
  number.oninput = () => control.typed.add(number);
  number.onblur = () => control.typed.delete(number);
  number.onchange = () => {
    control.typed.delete(number);
    move(control, key, number.valueAsNumber);
  };
  lock.onclick = () => {
    if (!control.locked.delete(key)) control.locked.add(key);
    control.pending.push(null);
    paint(control);
    send(control);
  };
  const percent = make("span", { className: "percent" });
  percent.append(number, "%");
  // The color of its points in the list.
  const swatch = make("span", { className: "swatch" });
  const name = make("span", { className: "label" });
  name.append(swatch, label);
  box.append(name, percent, lock, range);
  control.rows.set(key, { range, number, lock, label, swatch });
  return box;
}

function make(tag, facts) {
  return Object.assign(document.createElement(tag), facts);
}

function move(control, key, percent) {
  if (Number.isFinite(percent)) {
    const rounded = Math.min(Math.max(Math.round(percent), 0), 100);
    control.shares = shared(control, key, rounded / 100);
    control.movedAt = performance.now();
    window.dispatchEvent(new CustomEvent("rounds-weights", { detail: { hasBegun: true, movedAt: control.movedAt } }));
    const last = control.pending.at(-1);
    if (last && last.key === key) last.percent = rounded;
    else control.pending.push({ key, percent: rounded });
  }
  paint(control);
  send(control);
  // After what was sent is on its way: to draw keeps a browser busy for as long as the app needs to hear of it.
  spreadSoon(control);
}

// What else on the page goes along with the weights hears where they stand: with which report the app hears of it, none
// where that is still to be sent, and whether its answer is still to come.
function spread({ shares, sent, pending, movedAt }, isWaiting) {
  const report = pending.length ? null : sent;
  const detail = { shares: new Map(shares), report, movedAt, isWaiting };
  window.dispatchEvent(new CustomEvent("rounds-weights", { detail }));
}

function spreadSoon(control) {
  clearTimeout(control.spreads);
  control.spreads = setTimeout(() => (control.sent || control.pending.length) && spread(control, true));
}

function shared({ shares, locked, like }, key, share) {
  const others = [...shares.keys()].filter((k) => k !== key);
  const free = others.filter((k) => !locked.has(k));
  const room = Math.max(1 - sum(others.filter((k) => locked.has(k)).map((k) => shares.get(k))), 0);
  const wanted = free.length ? Math.min(share, room) : room;
  const source = sum(free.map((k) => shares.get(k))) ? shares : like;
  const total = sum(free.map((k) => source.get(k)));
  const rest = (k) => (total ? source.get(k) / total : 1 / free.length) * (room - wanted);
  return new Map([...shares].map(([k, v]) => [k, k === key ? wanted : locked.has(k) ? v : rest(k)]));
}

function sum(amounts) {
  return amounts.reduce((total, amount) => total + amount, 0);
}

// Whole percents that sum to 100: the largest remainders are rounded up.
function wholePercents(shares) {
  const exact = [...shares].map(([key, share]) => ({ key, exact: 100 * share, whole: Math.floor(100 * share + 1e-9) }));
  const short = 100 - sum(exact.map((one) => one.whole));
  const first = [...exact].sort((a, b) => a.whole - a.exact - (b.whole - b.exact)).slice(0, Math.max(short, 0));
  return new Map(exact.map((one) => [one.key, one.whole + (first.includes(one) ? 1 : 0)]));
}

function paint({ rows, shares, locked, typed, isFixed }) {
  const percents = wholePercents(shares);
  for (const [key, { range, number, lock, label }] of rows) {
    const shown = String(percents.get(key) ?? 0);
    if (range.value !== shown) range.value = shown;
    if (number.value !== shown && !typed.has(number)) number.value = shown;
    // What is computed with, where that is no whole percent.
    const exact = (100 * (shares.get(key) ?? 0)).toFixed(2);
    number.title = Number(exact) === Number(shown) ? "" : `${exact}%`;
    const isLocked = locked.has(key);
    range.setAttribute("aria-valuetext", `${shown}%`);
    range.style.setProperty("--filled", `${shown}%`);
    range.disabled = number.disabled = isLocked || isFixed;
    lock.disabled = isFixed;
    lock.setAttribute("aria-pressed", String(isLocked));
    lock.title = isLocked ? "Locked: click to let it move again" : "Lock: the others share the rest";
    lock.setAttribute("aria-label", `Lock ${label}`);
    lock.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${isLocked ? LOCKED : OPEN}"/></svg>`;
  }
}

function send(control) {
  clearTimeout(control.timer);
  if (!control.pending.length) return;
  const waited = Date.now() - control.sentAt;
  if (isBusy() && waited < LONGEST_WAIT) {
    control.timer = setTimeout(() => send(control), 20);
    return;
  }
  control.sentAt = Date.now();
  control.sent = control.sentAt;
  const moves = control.pending.filter((one) => one).map((one) => [one.key, one.percent]);
  control.pending = [];
  control.tell({ id: control.sent, moves, locked: [...control.locked] });
  spreadSoon(control);
}

function isBusy() {
  const app = document.querySelector("[data-testid=stApp]");
  return app !== null && app.dataset.testScriptState === "running";
}
