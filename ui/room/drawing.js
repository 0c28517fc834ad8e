// What all parts of the board use to write only what differs.
function make(tag, facts = {}) {
  return Object.assign(document.createElement(tag), facts);
}

function write(node, text) {
  const shown = String(text ?? "");
  if (node.textContent !== shown) node.textContent = shown;
}

function mark(node, name, value) {
  if (!value) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

// So many children: kept, made or taken away.
function sized(parent, n, makeOne) {
  while (parent.children.length > n) parent.lastChild.remove();
  while (parent.children.length < n) parent.append(makeOne());
}

// Tells its size at once and whenever it changes: to ask for it while drawing makes a browser lay out the page in between.
function watchSize(node, take) {
  const watcher = new ResizeObserver(() => take(node.clientWidth, node.clientHeight));
  watcher.observe(node);
  return () => watcher.disconnect();
}

// What is meant, or cut off, shows on hover and on focus.
function showTips(root) {
  const tip = make("div", { className: "tip", role: "tooltip", hidden: true });
  root.append(tip);
  const told = (target) => {
    const named = target.closest?.("[data-tip]");
    // Words that take long to find are found when they are asked for.
    if (named) return [named, named.tellMore?.() ?? named.dataset.tip];
    const cut = target.closest?.("[data-cut]");
    return cut && cut.scrollWidth > cut.clientWidth ? [cut, cut.textContent] : [null, ""];
  };
  const show = ({ target }) => {
    const [node, words] = told(target);
    tip.hidden = !node;
    if (!node) return;
    write(tip, words);
    const [around, at] = [root.getBoundingClientRect(), node.getBoundingClientRect()];
    const left = Math.min(at.left - around.left, around.width - tip.offsetWidth - 4);
    const isLow = at.bottom + tip.offsetHeight + 8 > window.innerHeight;
    const top = isLow ? at.top - around.top - tip.offsetHeight - 6 : at.bottom - around.top + 6;
    tip.style.transform = `translate(${Math.max(left, 0)}px, ${top}px)`;
  };
  const hide = () => (tip.hidden = true);
  root.addEventListener("pointerover", show);
  root.addEventListener("pointerleave", hide);
  root.addEventListener("focusin", show);
  root.addEventListener("focusout", hide);
  root.addEventListener("scroll", hide, true);
  root.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
}
