// What a move changes, in one piece: numbers, what came in and dropped out, picture, list and limits. Drawn again with
// other data, it writes what differs and leaves the rest, so that nothing flickers and no focus or scroll is lost.
const BOARDS = new WeakMap();

export default function ({ data: { board: data }, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".room-board");
  let board = BOARDS.get(parentElement);
  if (board?.root !== root) {
    board?.end();
    board = makeBoard(root);
    BOARDS.set(parentElement, board);
  }
  board.tell = setTriggerValue;
  // Streamlit also asks where nothing has changed.
  if (board.data !== data) {
    board.data = data;
    if (!isOvertaken(board, data)) {
      endAhead(board);
      drawBoard(board, data);
    }
  }
  // It leaves the page.
  return () => {
    board.end();
    BOARDS.delete(parentElement);
  };
}

function drawBoard(board, data) {
  drawNumbers(board, data);
  drawLines(board, data.lines);
  drawButtons(board, data.buttons);
  board.picture.draw(data);
  board.list.draw(data);
  drawLimits(board.limits, data.limits);
  board.tip.tellAgain();
}

function makeBoard(root) {
  const board = { root, pressedAt: -Infinity, wanted: "", wantedAt: 0, numbers: make("dl", { className: "numbers" }) };
  const open = (id) => board.tell("opened", id);
  board.lines = make("div", { className: "lines" });
  board.spoken = make("p", { className: "unseen", role: "status" });
  board.changes = make("div", { className: "changes" });
  board.presses = make("div", { className: "presses" });
  board.changes.append(board.lines, board.presses);
  board.picture = makePicture(open);
  board.list = makeList(open);
  board.limits = make("section", { className: "limits", ariaLabel: "Limits" });
  board.lines.onclick = ({ target }) => target.dataset.id && open(target.dataset.id);
  root.replaceChildren(board.numbers, board.changes, board.picture.box, board.list.box, board.limits, board.spoken);
  board.tip = showTips(root);
  board.linesHeight = 0;
  const ends = [
    watchSize(board.lines, (_, height) => (board.linesHeight = height)),
    watchWeights(board, drawBoard),
    board.picture.end,
    board.list.end,
  ];
  board.end = () => ends.forEach((end) => end());
  return board;
}

function drawNumbers({ numbers }, { numbers: shown }) {
  sized(numbers, shown.length, () => {
    const box = make("div", { className: "number" });
    box.append(make("dt"), make("dd"));
    return box;
  });
  shown.forEach(({ label, value, exact }, k) => {
    const [name, number] = numbers.children[k].children;
    write(name, label);
    write(number, value);
    // Whoever has no mouse gets to the exact amount with the keyboard.
    mark(number, "data-tip", exact);
    mark(number, "tabindex", exact && "0");
  });
}

// Whoever listens hears what changed once it has come to rest, not every step on the way.
const AT_REST = 1000;

// A line is a row of runs of text, each of a kind: plain, strong, a badge, or a request that can be opened.
function drawLines(board, shown) {
  const { lines, spoken } = board;
  const now = JSON.stringify(shown);
  if (lines.dataset.shown === now) return;
  lines.dataset.shown = now;
  clearTimeout(board.speaks);
  board.speaks = setTimeout(() => write(spoken, lines.textContent), AT_REST);
  const had = lines.contains(document.activeElement) ? document.activeElement.dataset.id : "";
  lines.replaceChildren(
    ...shown.map((runs) => {
      const line = make("p");
      runs.forEach(({ kind, text }) => {
        const isRequest = kind === "in" || kind === "out";
        const run = make(isRequest ? "button" : "span", { className: kind, textContent: text });
        if (isRequest) Object.assign(run, { type: "button", title: `Open ${text}` }).dataset.id = text;
        line.append(run, " ");
      });
      return line;
    })
  );
  if (had) [...lines.querySelectorAll("button")].find(({ dataset }) => dataset.id === had)?.focus();
}

// Each keeps its node, so that no press begun on one ends on another; two presses in a row are one. One that is off for
// a moment waits: what it is for is done once it can be, unless something is moved before.
const ONE_PRESS = 400;

function drawButtons(board, shown) {
  const { presses } = board;
  const focused = presses.contains(document.activeElement) ? document.activeElement.dataset.name : "";
  for (const node of [...presses.children]) if (!shown.some(({ name }) => name === node.dataset.name)) node.remove();
  shown.forEach((facts) => {
    const known = [...presses.children].find(({ dataset }) => dataset.name === facts.name);
    const button = known ?? makePress(board, facts);
    if (!known) presses.append(button);
    mark(button, "aria-disabled", facts.isOff && "true");
  });
  // Who had pressed Stop finds Go on, and the other way round.
  if (focused && !presses.contains(document.activeElement)) presses.lastElementChild?.focus();
  const waits = [...presses.children].find(({ dataset }) => dataset.name === board.wanted);
  if (waits && !waits.hasAttribute("aria-disabled")) press(board, board.wanted);
  for (const node of presses.children) mark(node, "aria-busy", node.dataset.name === board.wanted && "true");
}

function makePress(board, { name, label, help }) {
  const button = make("button", { type: "button", className: "press", textContent: label });
  Object.assign(button.dataset, { name, tip: help });
  button.onclick = ({ timeStamp }) => {
    if (timeStamp - board.pressedAt < ONE_PRESS) return;
    board.pressedAt = timeStamp;
    if (!button.hasAttribute("aria-disabled")) press(board, name);
    else if (name === WAITS) {
      Object.assign(board, { wanted: name, wantedAt: performance.now() });
      mark(button, "aria-busy", "true");
    }
  };
  return button;
}

// A snapshot is of what is proven: it is taken as soon as that is.
const WAITS = "snapshot";

function press(board, name) {
  board.wanted = "";
  board.tell("pressed", name);
}

function drawLimits(section, { words, help, bars }) {
  if (!section.children.length) section.append(make("p", { className: "head" }), make("ul"));
  const [head, list] = section.children;
  write(head, words);
  mark(head, "data-tip", help);
  mark(head, "tabindex", "0");
  sized(list, bars.length, () => {
    const row = make("li");
    const track = make("div", { className: "track" });
    track.append(make("div", { className: "used" }));
    row.append(make("span", { className: "name" }), track, make("span", { className: "words" }));
    row.append(make("span", { className: "unseen" }));
    return row;
  });
  bars.forEach(({ name, words: amounts, percent, state, tip }, k) => {
    const row = list.children[k];
    const [label, track, said, exact] = row.children;
    mark(row, "data-state", state);
    mark(row, "data-tip", tip);
    write(label, name);
    write(said, amounts);
    write(exact, `, ${tip.split("\n").slice(1).join(", ")}`);
    track.firstChild.style.width = `${percent}%`;
  });
}
