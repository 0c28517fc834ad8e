// Score against three-year net cost, one mark for each request; size = staff hours, color and shape = standing.
const SVG = "http://www.w3.org/2000/svg";
// Paths of area 1 around the origin.
const SHAPES = {
  circle: "M0.5642,0A0.5642,0.5642,0,1,1,-0.5642,0A0.5642,0.5642,0,1,1,0.5642,0Z",
  square: "M-0.5,-0.5H0.5V0.5H-0.5Z",
  diamond: "M0,-0.7071L0.7071,0L0,0.7071L-0.7071,0Z",
  cross: "M-0.6708,-0.2236H-0.2236V-0.6708H0.2236V-0.2236H0.6708V0.2236H0.2236V0.6708H-0.2236V0.2236H-0.6708Z",
};
// Pixels around the marks, and square pixels of the smallest and the largest.
const EDGE = { left: 52, right: 14, top: 8, bottom: 44 };
const AREA = [60, 700];
// Where more moved at once, names would hide one another.
const MOST_NAMED = 14;

function makePicture(open) {
  const box = make("figure", { className: "picture" });
  const legend = make("figcaption", { className: "legend" });
  const svg = drawn("svg", { role: "img" });
  const [grid, marks, names] = ["grid", "marks", "names"].map((name) => drawn("g", { class: name }));
  const titles = [drawn("text", { class: "title" }), drawn("text", { class: "title" })];
  svg.append(grid, ...titles, marks, names);
  box.append(legend, svg);
  const picture = { box, legend, svg, grid, marks, names, titles, order: "" };
  marks.addEventListener("click", ({ target }) => target.dataset.id && open(target.dataset.id));
  picture.end = watchSize(svg, (width, height) => {
    Object.assign(picture, { width, height });
    if (picture.data) paintPicture(picture);
  });
  picture.draw = (data) => {
    picture.data = data;
    drawLegend(picture, data);
    paintPicture(picture);
  };
  return picture;
}

function drawn(tag, facts) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(facts)) node.setAttribute(name, value);
  return node;
}

function drawLegend({ legend }, { standings, provisional }) {
  if (legend.children.length !== standings.length + 1) {
    legend.replaceChildren(
      ...standings.map(({ word, color, shape }) => {
        const entry = make("span", { className: "entry" });
        const sign = drawn("svg", { viewBox: "-0.8 -0.8 1.6 1.6", "aria-hidden": "true" });
        sign.append(drawn("path", { d: SHAPES[shape], fill: color }));
        entry.append(sign, word);
        return entry;
      }),
      make("span", { className: "badge" })
    );
  }
  // No words that are not meant, not even hidden ones.
  write(legend.lastChild, provisional ? "Provisional" : "");
  legend.lastChild.hidden = !provisional;
}

function paintPicture(picture) {
  const { svg, data, marks, titles, width, height } = picture;
  const { rows, axes } = data;
  // Narrower than its edges there is nothing to see.
  if (!(width > EDGE.left + EDGE.right + 40 && height > EDGE.top + EDGE.bottom + 30)) return;
  mark(svg, "aria-label", axes.name);
  const costs = rows.net_cost.filter((cost) => cost !== null).map((cost) => cost / 1e6);
  const x = scale(costs, EDGE.left, width - EDGE.right, 16);
  const y = scale(rows.score, height - EDGE.bottom, EDGE.top, -12);
  drawGrid(picture, x, y, width, height);
  place(titles[0], axes.cost, (EDGE.left + width - EDGE.right) / 2, height - 6);
  place(titles[1], axes.score, 14, (EDGE.top + height - EDGE.bottom) / 2, "rotate(-90)");
  const most = Math.max(...rows.hours, 1);
  const seen = rows.id.map((_, k) => k).filter((k) => rows.net_cost[k] !== null);
  const order = seen.map((k) => rows.id[k]).sort().join();
  if (order !== picture.order) {
    // Small marks stand before large ones, so that both can be pointed at; this order stays while scores move.
    picture.order = order;
    const large = [...seen].sort((a, b) => rows.hours[b] - rows.hours[a]);
    marks.replaceChildren(...large.map((k) => drawn("path", { "data-id": rows.id[k], "data-tip": "" })));
  }
  const at = new Map(seen.map((k) => [rows.id[k], k]));
  const named = [];
  for (const node of marks.children) {
    const k = at.get(node.dataset.id);
    const { color, shape, word } = data.standings[rows.standing[k]];
    const area = AREA[0] + ((AREA[1] - AREA[0]) * rows.hours[k]) / most;
    const [left, top] = [x.to(rows.net_cost[k] / 1e6), y.to(rows.score[k])];
    mark(node, "d", SHAPES[shape]);
    mark(node, "fill", color);
    mark(node, "transform", `translate(${left.toFixed(1)},${top.toFixed(1)}) scale(${Math.sqrt(area).toFixed(2)})`);
    mark(node, "class", rows.moved[k] && "moved");
    node.tellMore = () => markWords(rows, k, word, data);
    if (rows.moved[k]) named.push([rows.id[k], left, top, Math.sqrt(area)]);
  }
  drawNames(picture, named.length > MOST_NAMED ? [] : named, width);
}

function markWords(rows, k, standing, { currency }) {
  const cost = rows.net_cost[k].toLocaleString("en-US", { maximumFractionDigits: 0 });
  const hours = rows.hours[k].toLocaleString("en-US", { maximumFractionDigits: 0 });
  const points = `${standing}, ${rows.score[k].toFixed(2)} points`;
  return [`${rows.id[k]} ${rows.title[k]}`, points, `Net cost ${cost} ${currency}`, `${hours} staff hours`].join("\n");
}

// Each name beside its mark, where none stands yet; one that finds no place is left out: its mark has a ring all the same.
function drawNames({ names }, named, width) {
  const placed = [];
  for (const [id, left, top, size] of named) {
    const [long, away] = [9 * id.length, 0.6 * size + 4];
    const spots = [
      [left + away, top],
      [left - away - long, top],
      [left - long / 2, top - away - 9],
      [left - long / 2, top + away + 9],
    ];
    const isFree = ([x, y]) => x >= EDGE.left && x + long <= width && !placed.some((one) => overlaps(one, x, y, long));
    const spot = spots.find(isFree);
    if (spot) placed.push({ id, x: spot[0], y: spot[1], long });
  }
  sized(names, placed.length, () => drawn("text", {}));
  placed.forEach(({ id, x, y }, k) => place(names.children[k], id, x, y + 5));
}

function overlaps(one, x, y, long) {
  return x < one.x + one.long && one.x < x + long && Math.abs(y - one.y) < 17;
}

function drawGrid({ grid }, x, y, width, height) {
  const lines = [
    ...y.ticks.map((tick) => ({ tick, at: y, x1: EDGE.left, x2: width - EDGE.right, y1: y.to(tick), y2: y.to(tick) })),
    ...x.ticks.map((tick) => ({ tick, at: x, x1: x.to(tick), x2: x.to(tick), y1: EDGE.top, y2: height - EDGE.bottom })),
  ];
  sized(grid, lines.length, () => {
    const one = drawn("g", {});
    one.append(drawn("line", {}), drawn("text", {}));
    return one;
  });
  lines.forEach(({ tick, at, ...ends }, k) => {
    const [line, text] = grid.children[k].children;
    for (const [name, value] of Object.entries(ends)) mark(line, name, value.toFixed(1));
    const isAcross = k < y.ticks.length;
    mark(text, "text-anchor", isAcross ? "end" : "middle");
    place(text, at.said(tick), isAcross ? EDGE.left - 8 : ends.x1, isAcross ? ends.y1 + 5 : height - EDGE.bottom + 18);
  });
}

function place(node, words, left, top, turn = "") {
  write(node, words);
  mark(node, "transform", `translate(${left.toFixed(1)},${top.toFixed(1)})${turn}`);
}

// From amounts to pixels, with round ticks; the marks at the ends keep their distance from the edge.
function scale(amounts, from, to, room) {
  const [low, high] = [Math.min(...amounts, Infinity), Math.max(...amounts, -Infinity)];
  const [least, most] = Number.isFinite(low) ? [low, high > low ? high : low + 1] : [0, 1];
  const step = roundStep((most - least) / 6);
  const pixels = (to - from - 2 * room) / (most - least);
  const ticks = [];
  for (let k = Math.ceil((least - room / pixels) / step); k * step <= most + room / pixels; k++) ticks.push(k * step);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return { ticks, to: (amount) => from + room + (amount - least) * pixels, said: (tick) => tick.toFixed(digits) };
}

function roundStep(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * [1, 2, 5, 10].find((n) => n * power >= step * 0.999);
}
