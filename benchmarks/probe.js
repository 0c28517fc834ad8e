// Watches a page of the app: when it sends, hears, changes its texts and draws its pictures, from the last key on.
window.probe = (() => {
  const state = { begun: 0, sent: 0, first: 0, last: 0, bytes: 0, numbers: 0, list: 0, drawn: 0, painted: 0, texts: {} };
  const TEXTS = { numbers: "[data-testid=stMetric], .room-board .numbers", list: ".room-board .list" };
  const DRAWN = "[data-testid=stMetric], .room-board :is(.numbers, .picture, .list, .limits)";
  const read = (selector) => [...document.querySelectorAll(selector)].map((node) => node.textContent).join("|");
  const now = () => performance.now();

  function touch() {
    if (state.begun) state.painted = now();
  }
  function look() {
    if (!state.begun) return;
    for (const [name, selector] of Object.entries(TEXTS)) {
      if (!state[name] && read(selector) !== state.texts[name]) state[name] = now();
    }
  }

  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (state.begun && !state.sent) state.sent = now();
    if (!this.isWatched) {
      this.isWatched = true;
      this.addEventListener("message", ({ data: heard }) => {
        if (!state.sent) return;
        state.first ||= now();
        state.last = now();
        state.bytes += heard.byteLength ?? heard.size ?? heard.length;
      });
    }
    return send.call(this, data);
  };
  for (const name of ["clearRect", "fillRect", "fillText", "fill", "stroke"]) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...args) {
      if (this.canvas.isConnected) touch();
      return draw.apply(this, args);
    };
  }
  document.addEventListener("DOMContentLoaded", () => {
    const watcher = new MutationObserver((changes) => {
      look();
      // Attributes draw the marks of the picture; elsewhere they only say what Streamlit is doing.
      const isPaint = ({ type, target }) =>
        type === "attributes" ? target.closest(".room-board") : !target.closest?.("[data-testid=stStatusWidget], canvas");
      if (changes.some(isPaint)) touch();
      // What is said of the answer may come later than what it shows.
      const isDrawn = ({ target }) => (target.closest ? target : target.parentElement)?.closest(DRAWN);
      if (state.begun && changes.some(isDrawn)) state.drawn = now();
    });
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });

  return {
    begin() {
      for (const name of ["sent", "first", "last", "bytes", "numbers", "list", "drawn", "painted"]) state[name] = 0;
      for (const [name, selector] of Object.entries(TEXTS)) state.texts[name] = read(selector);
      state.begun = now();
    },
    value: () => document.querySelectorAll(".room-board dd")[1]?.textContent ?? "",
    isAnswered: () => state.last > 0 && now() - state.last > 100,
    isOver(quiet) {
      const hasList = document.querySelector(TEXTS.list);
      const isChanged = state.numbers && (state.list || !hasList);
      return Boolean(isChanged && now() - Math.max(state.painted, state.last) > quiet);
    },
    read() {
      const found = { bytes: state.bytes };
      for (const name of ["sent", "first", "last", "numbers", "list", "drawn", "painted"]) found[name] = state[name] - state.begun;
      return found;
    },
  };
})();
