// The weights' control tells where they stand as they move. What is known of those weights is shown at once; the app's
// answer replaces it. An answer to an earlier move, overtaken meanwhile, is not drawn.
const WEIGHTS_MOVED = "rounds-weights";
// What the app has not confirmed by then says so, in milliseconds. Where only answers to other weights come, the newest of
// them is drawn in the end.
const DOUBT_AFTER = 250;
const GIVE_UP_AFTER = 3000;
// The control may hear of an answer a little before the board does.
const SAME_ANSWER = 200;
const SAME_SHARE = 1e-6;

function watchWeights(board, draw) {
  const told = ({ detail: { shares, isWaiting } }) => {
    if (isWaiting) showAhead(board, shares, draw);
    else awaitAnswer(board, shares, draw);
  };
  window.addEventListener(WEIGHTS_MOVED, told);
  board.end = () => {
    window.removeEventListener(WEIGHTS_MOVED, told);
    endAhead(board);
  };
}

// Whether what the app sends answers an earlier move than the one that is shown.
function isOvertaken({ ahead }, data) {
  if (!ahead || !data.ahead) return false;
  const { keys, weights } = data.ahead;
  return keys.some((key, c) => Math.abs((ahead.shares.get(key) ?? 0) - weights[c]) > SAME_SHARE);
}

function showAhead(board, shares, draw) {
  if (!board.data?.ahead) return;
  // What is said gets shorter for a moment: it keeps its place, so that nothing below moves up and down again.
  if (!board.ahead) board.lines.style.minHeight = `${board.lines.offsetHeight}px`;
  const ahead = (board.ahead ??= { isInDoubt: false });
  Object.assign(ahead, { shares, from: board.data });
  board.root.setAttribute("data-ahead", "");
  clearTimeout(ahead.ends);
  ahead.ends = setTimeout(() => giveUp(board, draw), GIVE_UP_AFTER);
  ahead.doubts ??= setTimeout(() => {
    ahead.isInDoubt = true;
    draw(board, known(board.data, ahead));
  }, DOUBT_AFTER);
  draw(board, known(board.data, ahead));
}

function endAhead(board) {
  clearTimeout(board.ahead?.ends);
  clearTimeout(board.ahead?.doubts);
  board.ahead = null;
  board.lines.style.minHeight = "";
  board.root.removeAttribute("data-ahead");
}

// The weights are those of the app again: what it sends for them is drawn, or else what it sent last.
function awaitAnswer(board, shares, draw) {
  const { ahead } = board;
  if (!ahead) return;
  ahead.shares = shares;
  clearTimeout(ahead.ends);
  ahead.ends = setTimeout(() => settle(board, draw), isOvertaken(board, board.data) ? SAME_ANSWER : 0);
}

function giveUp(board, draw) {
  if (board.data !== board.ahead.from) settle(board, draw);
}

function settle(board, draw) {
  endAhead(board);
  draw(board, board.data);
}

// What the board shows at other weights: the best of the known portfolios there, and each request's points.
function known(data, { shares, isInDoubt }) {
  const { keys, levels, places, portfolios, unsure } = data.ahead;
  const weights = keys.map((key) => shares.get(key) ?? 0);
  const worth = (points) => points.reduce((sum, amount, c) => sum + amount * weights[c], 0);
  const best = portfolios.reduce((one, other) => (worth(other.plane) > worth(one.plane) ? other : one));
  const { rows } = data;
  const scores = levels.map((points) => rounded(worth(points)));
  const order = rows.id.map((_, k) => k).sort((a, b) => scores[b] - scores[a] || (rows.id[a] < rows.id[b] ? -1 : 1));
  const moved = Object.fromEntries(Object.entries(rows).map(([name, column]) => [name, order.map((k) => column[k])]));
  const standings = order.map((k) => Number(best.standing[places[k]]));
  // Why a request is out, and by how much, is the app's to say.
  const isOther = standings.some((standing, k) => standing !== moved.standing[k]);
  Object.assign(moved, {
    score: order.map((k) => scores[k]),
    standing: standings,
    moved: moved.id.map((id) => best.moved[id] ?? ""),
    margin: order.map(() => null),
    ...(isOther && { reason: order.map(() => "") }),
  });
  keys.forEach((key, c) => {
    const name = `points ${key}`;
    if (moved[name]) moved[name] = order.map((k) => rounded(levels[k][c] * weights[c]));
  });
  const wanted = new Set(data.shown);
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
    limits: best.limits,
    columns: data.columns.map((one) => (isInDoubt && one.key === "standing" ? { ...one, label: unsure.standing } : one)),
    provisional: isInDoubt || data.provisional,
    // What the app was told about would be the portfolio it drew last.
    button: data.button && { ...data.button, isOff: true },
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
