// The requests in order. However long the list, only the rows in sight stand in the page; they are written over as the
// list is scrolled or as other data comes. Arrow keys walk, Enter opens, a press on a heading sorts.
const ROW_HEIGHT = 30;
const SPARE_ROWS = 3;

function makeList(open) {
  const box = make("div", { className: "list", role: "region", ariaLabel: "Requests", tabIndex: -1 });
  const table = make("table");
  const [widths, head, body] = [make("colgroup"), make("tr"), make("tbody")];
  const [before, after] = [make("tr", { className: "room-left" }), make("tr", { className: "room-left" })];
  for (const spare of [before, after]) spare.setAttribute("aria-hidden", "true");
  const top = make("thead");
  top.append(head);
  body.append(before, after);
  table.append(widths, top, body);
  box.append(table, make("p", { className: "none", textContent: "No request to show." }));
  const list = { box, table, widths, head, body, before, after, rows: [], activeId: "", sort: null, find: "", order: [], width: 0, height: 0, top: 0 };
  body.addEventListener("click", ({ target }) => {
    const row = target.closest("tr[data-id]");
    // Text that is being selected, to be copied, opens nothing.
    const isChosen = target.closest("button") || getSelection().isCollapsed;
    if (row && isChosen) open(row.dataset.id);
  });
  body.addEventListener("focusin", ({ target }) => (list.activeId = target.closest("tr").dataset.id));
  box.addEventListener("keydown", (event) => walkList(list, event));
  box.addEventListener("scroll", () => {
    list.top = box.scrollTop;
    paintRows(list);
  });
  list.end = watchSize(box, (width, height) => {
    Object.assign(list, { width, height });
    if (!list.data) return;
    setWidths(list);
    paintRows(list);
  });
  list.draw = (data) => {
    list.data = data;
    list.span = pointsSpan(data.rows, data.columns);
    drawHead(list);
    sortRows(list);
    paintRows(list);
  };
  return list;
}

function drawHead(list) {
  const { head, widths, data } = list;
  const { columns } = data;
  const now = JSON.stringify(columns.map(({ label, ...facts }) => facts));
  if (head.dataset.columns !== now) {
    head.dataset.columns = now;
    widths.replaceChildren(...columns.map(() => make("col")));
    head.replaceChildren(...columns.map((column) => makeHeading(list, column)));
    for (const row of list.rows) row.remove();
    list.rows = [];
    setWidths(list);
  }
  columns.forEach(({ label }, k) => write(head.children[k].querySelector(".label"), label));
}

function makeHeading(list, { key, help, kind, tint }) {
  const cell = make("th", { scope: "col", className: kind });
  const button = make("button", { type: "button" });
  if (tint) {
    const swatch = make("span", { className: "swatch" });
    swatch.style.background = tint;
    button.append(swatch);
  }
  button.append(make("span", { className: "label" }));
  mark(button, "data-tip", help);
  button.onclick = () => {
    list.sort = nextSort(list.sort, key, kind);
    sortRows(list);
    paintRows(list);
  };
  cell.append(button);
  if (key === "title") cell.append(makeSearch(list));
  return cell;
}

// A browser's own search sees only the rows in sight.
function makeSearch(list) {
  const field = make("input", { type: "search", placeholder: "Find", ariaLabel: "Find a request", value: list.find });
  field.oninput = () => {
    list.find = field.value.trim().toLowerCase();
    list.box.scrollTop = list.top = 0;
    sortRows(list);
    paintRows(list);
  };
  return field;
}

// What is in sight first is all up to the last column that grows; those after it are scrolled to.
function setWidths({ table, widths, data, width: inSight }) {
  const { columns } = data;
  const last = columns.findLastIndex(({ grows }) => grows);
  const sum = (some) => some.reduce((total, { width }) => total + width, 0);
  const spare = Math.max(inSight - sum(columns.slice(0, last + 1)), 0);
  const share = Math.floor(spare / Math.max(columns.filter(({ grows }) => grows).length, 1));
  columns.forEach(({ width, grows }, k) => (widths.children[k].style.width = `${width + (grows ? share : 0)}px`));
  table.style.width = `${sum(columns) + spare}px`;
}

// By a column, then the other way round, then as it was: in order of score as the app sends it.
function nextSort(sort, key, kind) {
  const first = kind === "text" ? 1 : -1;
  if (sort?.key !== key) return { key, way: first };
  return sort.way === first ? { key, way: -first } : null;
}

function sortRows(list) {
  const { sort, head, data } = list;
  const { rows, columns, shown } = data;
  const isFound = (k) => `${rows.id[k]} ${rows.title[k]}`.toLowerCase().includes(list.find);
  const order = list.find ? shown.filter(isFound) : shown;
  if (!columns.some(({ key }) => key === sort?.key)) list.sort = null;
  list.order = list.sort ? [...order].sort((a, b) => compare(rows[sort.key][a], rows[sort.key][b], sort.way)) : order;
  columns.forEach(({ key }, k) => {
    const way = list.sort?.key === key && (list.sort.way > 0 ? "ascending" : "descending");
    mark(head.children[k], "aria-sort", way);
  });
}

// What is not known comes last, whichever way.
function compare(one, other, way) {
  if (one === null || other === null) return (one === null) - (other === null);
  return way * (typeof one === "string" ? one.localeCompare(other) : one - other);
}

function paintRows(list) {
  const { box, table, body, before, after, order, data, rows } = list;
  const hasFocus = body.contains(document.activeElement);
  box.classList.toggle("is-empty", !order.length);
  mark(table, "aria-rowcount", String(order.length + 1));
  const inSight = Math.ceil(list.height / ROW_HEIGHT) + 2 * SPARE_ROWS;
  const first = Math.max(0, Math.min(Math.floor(list.top / ROW_HEIGHT) - SPARE_ROWS, order.length - inSight));
  const n = Math.min(inSight, order.length - first);
  while (rows.length > n) rows.pop().remove();
  while (rows.length < n) {
    rows.push(makeRow(data.columns));
    body.insertBefore(rows.at(-1), after);
  }
  before.style.height = `${first * ROW_HEIGHT}px`;
  after.style.height = `${Math.max(order.length - first - n, 0) * ROW_HEIGHT}px`;
  const active = order.findIndex((k) => data.rows.id[k] === list.activeId);
  const isSeen = active >= first && active < first + n && isInSight(list, active);
  const reachable = isSeen ? active : Math.min(Math.ceil(list.top / ROW_HEIGHT), order.length - 1);
  rows.forEach((row, k) => writeRow(row, list, first + k, first + k === reachable));
  if (!hasFocus) return;
  // Rows are written over: the focus goes along with its request, and waits in the list while that is out of sight.
  const { activeId } = list;
  if (isSeen) rows[active - first].querySelector("button").focus({ preventScroll: true });
  else box.focus({ preventScroll: true });
  list.activeId = activeId;
}

function isInSight({ top, height }, place) {
  return place * ROW_HEIGHT >= top - 1 && (place + 2) * ROW_HEIGHT <= top + height + 1;
}

function makeRow(columns) {
  const row = make("tr");
  row.append(
    ...columns.map(({ kind, key }) => {
      const cell = make("td", { className: kind });
      if (key === "id") cell.append(makeOpener());
      else if (kind === "score") cell.append(makeScore());
      else if (kind === "text") cell.dataset.cut = "";
      return cell;
    })
  );
  return row;
}

function makeOpener() {
  const opener = make("button", { type: "button" });
  opener.dataset.tip = "";
  return opener;
}

function makeScore() {
  const box = make("div");
  box.append(make("span", { className: "points" }), make("span", { className: "parts" }));
  return box;
}

function writeRow(row, { data, order, span }, place, isReachable) {
  const { rows, columns, standings } = data;
  const k = order[place];
  mark(row, "data-id", rows.id[k]);
  mark(row, "aria-rowindex", String(place + 2));
  mark(row, "data-moved", rows.moved[k]);
  columns.forEach((column, c) => {
    const cell = row.children[c];
    if (column.key === "id") {
      write(cell.firstChild, rows.id[k]);
      mark(cell.firstChild, "aria-label", `Open ${rows.id[k]}`);
      mark(cell.firstChild, "tabindex", isReachable ? "0" : "-1");
      // What is cut off in the row, for those who have no pointer.
      cell.firstChild.tellMore = () => [`${rows.id[k]} ${rows.title[k]}`, rows.reason[k]].filter(Boolean).join("\n");
    } else if (column.key === "standing") writeStanding(cell, standings[rows.standing[k]], rows.moved[k]);
    else if (column.kind === "score") writeParts(cell, data, k, span);
    else if (column.kind === "text") write(cell, rows[column.key][k]);
    else write(cell, numberWords(rows[column.key][k], column));
  });
}

const MOVED = { in: ["+", ", came in"], out: ["\u2212", ", dropped out"] };

function writeStanding(cell, { sign, word, color }, way) {
  const [moved, said] = MOVED[way] ?? ["", ""];
  if (cell.textContent === sign + word + moved + said) return;
  const shown = make("span", { className: "sign", textContent: sign });
  shown.style.color = color;
  const change = make("b", { textContent: moved, ariaHidden: "true" });
  cell.replaceChildren(shown, word, change, make("span", { className: "unseen", textContent: said }));
}

// The points a request has from each criterion, side by side: above nothing to the right, below it to the left.
function writeParts(cell, { rows, columns }, k, [least, most]) {
  const [points, parts] = cell.firstChild.children;
  write(points, rows.score[k].toFixed(1));
  const criteria = columns.filter(({ tint }) => tint);
  sized(parts, criteria.length, () => make("i"));
  const percent = (amount) => (100 * amount) / (most - least || 1);
  let [right, left] = [-least, -least];
  criteria.forEach(({ key, tint }, c) => {
    const amount = rows[key][k];
    if (amount < 0) left += amount;
    const node = parts.children[c];
    const place = `left:${percent(amount < 0 ? left : right)}%;width:${percent(Math.abs(amount))}%;background:${tint}`;
    if (node.place !== place) node.style.cssText = node.place = place;
    if (amount > 0) right += amount;
  });
  mark(cell, "data-tip", criteria.map(({ key, label }) => `${label} ${rows[key][k].toFixed(1)}`).join("\n"));
}

// The largest sums of points below and above nothing of any request.
function pointsSpan(rows, columns) {
  const criteria = columns.filter(({ tint }) => tint).map(({ key }) => rows[key]);
  const sums = rows.id.map((_, k) => criteria.map((points) => points[k]));
  const total = (some) => some.reduce((sum, amount) => sum + amount, 0);
  const least = Math.min(0, ...sums.map((some) => total(some.filter((amount) => amount < 0))));
  return [least, Math.max(0, ...sums.map((some) => total(some.filter((amount) => amount > 0))))];
}

function numberWords(amount, { kind, digits }) {
  if (amount === null) return "";
  const words = Math.abs(amount).toFixed(digits);
  const sign = amount < 0 && Number(words) ? "\u2212" : kind === "signed" ? "+" : "";
  return sign + words;
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };

function walkList(list, event) {
  const step = STEPS[event.key];
  const { box, body, order, height, data } = list;
  const isHere = event.target === box || body.contains(event.target);
  if (!isHere || step === undefined || event.ctrlKey || event.altKey || event.metaKey || !order.length) return;
  event.preventDefault();
  const from = order.findIndex((k) => data.rows.id[k] === list.activeId);
  const to = Math.max(0, Math.min(from + step, order.length - 1));
  list.activeId = data.rows.id[order[to]];
  const [top, seen] = [to * ROW_HEIGHT, height - 2 * ROW_HEIGHT];
  if (box.scrollTop > top) box.scrollTop = top;
  else if (box.scrollTop < top - seen) box.scrollTop = top - seen;
  list.top = box.scrollTop;
  // From here on the list has the focus, and hands it to the row.
  box.focus({ preventScroll: true });
  paintRows(list);
  const row = list.rows.find(({ dataset }) => dataset.id === data.rows.id[order[to]]);
  row?.querySelector("button").focus({ preventScroll: true });
}
