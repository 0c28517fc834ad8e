// The weights' control tells where the weights stand as they move. What is known of those weights is shown at once; the
// app's answer replaces it. An answer to an earlier report of the control, overtaken meanwhile, is not drawn.
const WEIGHTS_MOVED = "rounds-weights";
// What the app has not confirmed by then says so, in milliseconds. Where only answers to other reports come, the newest
// of them is drawn in the end.
const DOUBT_AFTER = 250;
const GIVE_UP_AFTER = 3000;
// Shares that do not add up to this are about a criterion nothing is known of.
const WHOLE = 1 - 1e-6;

function watchWeights(board, draw) {
  const told = ({ detail: { isWaiting, ...move } }) => {
    if (move.hasBegun) holdPresses(board, move);
    else if (isWaiting) showAhead(board, move, draw);
    // The board's own answer comes with the control's.
    else if (board.ahead) board.ahead.isAnswered = true;
  };
  window.addEventListener(WEIGHTS_MOVED, told);
  return () => {
    window.removeEventListener(WEIGHTS_MOVED, told);
    endAhead(board);
  };
}

// Whether what the app sends answers an earlier report than the one that is shown; the newest may not be sent yet.
function isOvertaken({ ahead }, data) {
  if (!ahead || data.taken === ahead.report || ahead.isAnswered) return false;
  return performance.now() - ahead.movedAt < GIVE_UP_AFTER;
}

// From the move on a press is about what it leads to; one that waits since before is dropped.
function holdPresses(board, { movedAt }) {
  if (movedAt > board.wantedAt) board.wanted = "";
  for (const button of board.presses.children) mark(button, "aria-disabled", "true");
}

function showAhead(board, { shares, report }, draw) {
  if (!board.data?.ahead || !isKnown(board.data, shares)) return;
  if (report && board.data.taken === report) {
    // Answered before it was told of.
    if (board.ahead) settle(board, draw);
    return;
  }
  // What is said gets shorter for a moment: it keeps its place, so that nothing below moves up and down again.
  if (!board.ahead) board.lines.style.minHeight = `${board.linesHeight}px`;
  const ahead = (board.ahead ??= { isInDoubt: false });
  Object.assign(ahead, { shares, report, isAnswered: false, from: board.data, movedAt: performance.now() });
  clearTimeout(ahead.ends);
  ahead.ends = setTimeout(() => board.data !== ahead.from && settle(board, draw), GIVE_UP_AFTER);
  ahead.doubts ??= setTimeout(() => {
    ahead.isInDoubt = true;
    drawAhead(board, draw);
  }, DOUBT_AFTER);
  drawAhead(board, draw);
}

function drawAhead(board, draw) {
  // What was said of the proof fades; that nothing is proven yet is said aloud.
  mark(board.root, "data-ahead", board.ahead.isInDoubt ? "doubt" : "fresh");
  draw(board, foreseen(board.data, board.ahead));
}

function endAhead(board) {
  clearTimeout(board.ahead?.ends);
  clearTimeout(board.ahead?.doubts);
  board.ahead = null;
  board.lines.style.minHeight = "";
  mark(board.root, "data-ahead", "");
}

function settle(board, draw) {
  endAhead(board);
  draw(board, board.data);
}

// Whether every criterion with a weight has its points in portfolios and list.
function isKnown({ ahead: { keys }, rows }, shares) {
  const weighed = keys.filter((key) => shares.get(key) > 0);
  return weighed.reduce((sum, key) => sum + shares.get(key), 0) > WHOLE && weighed.every((key) => rows[`points ${key}`]);
}

// What the board shows at other weights: the best of the known portfolios there, and each request's points.
function foreseen(data, { shares, isInDoubt }) {
  const { keys, levels, places, portfolios, unsure } = data.ahead;
  const weights = keys.map((key) => shares.get(key) ?? 0);
  const worth = (points) => points.reduce((sum, amount, c) => sum + amount * weights[c], 0);
  const best = portfolios.reduce((one, other) => (worth(other.plane) > worth(one.plane) ? other : one));
  const scores = levels.map(worth);
  const { rows } = data;
  const order = rows.id.map((_, k) => k).sort((a, b) => scores[b] - scores[a] || (rows.id[a] < rows.id[b] ? -1 : 1));
  const moved = Object.fromEntries(Object.entries(rows).map(([name, column]) => [name, order.map((k) => column[k])]));
  const standings = order.map((k) => Number(best.standing[places[k]]));
  // Why a request is out, and by how much, is the app's to say where that may be otherwise now.
  const isOther = standings.some((standing, k) => standing !== moved.standing[k]);
  const isSaid = (k) => !isOther && rows.score[k] > 0 && scores[k] > 0;
  Object.assign(moved, {
    score: order.map((k) => rounded(scores[k])),
    standing: standings,
    moved: moved.id.map((id) => best.moved[id] ?? ""),
    margin: order.map(() => null),
    reason: order.map((k) => (isSaid(k) ? rows.reason[k] : "")),
  });
  keys.forEach((key, c) => {
    const name = `points ${key}`;
    if (moved[name]) moved[name] = order.map((k) => rounded(levels[k][c] * weights[c]));
  });
  const wanted = new Set(data.shown);
  data.contested?.forEach((k) => best.moved[rows.id[k]] && wanted.add(k));
  const sure = isInDoubt ? unsure.line : data.lines.at(-1);
  return {
    ...data,
    rows: moved,
    shown: order.map((k, place) => (wanted.has(k) ? place : -1)).filter((place) => place >= 0),
    numbers: best.numbers.map((number, k) => ({
      ...number,
      ...(k === VALUE && valueWords(worth(best.plane))),
      label: (isInDoubt ? number : data.numbers[k]).label,
    })),
    lines: best.line ? [best.line, sure] : [sure],
    limits: { ...data.limits, ...best.limits },
    columns: data.columns.map((one) => (isInDoubt && one.key === "standing" ? { ...one, label: unsure.standing } : one)),
    provisional: isInDoubt || data.provisional,
    // What the app was told about would be the portfolio it drew last.
    buttons: data.buttons.map((button) => ({ ...button, isOff: true })),
  };
}

// The second of the three numbers is what weights decide.
const VALUE = 1;

function valueWords(points) {
  const exact = { minimumFractionDigits: 4, maximumFractionDigits: 4 };
  return { value: `${numberWords(points, { digits: 1 })} points`, exact: `${points.toLocaleString("en-US", exact)} points` };
}

// As the app sends them.
function rounded(points) {
  return Math.round(points * 1e4) / 1e4;
}
