// Elements made by hand: text never becomes markup (the pages also forbid it, see require-trusted-types-for).

/** An element: `h("button", {class: "main", onclick: f, "aria-label": "…"}, "text", child)`. */
export function h(tag, props = {}, ...children) {
  return filled(document.createElement(tag), props, children);
}

/** Put these children, and no others, into an element. */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

function filled(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name === "value" && "value" in element) element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...flat(children));
  return element;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Call `f` once things have been quiet for `wait` milliseconds. */
export function settled(f, wait) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => f(...args), wait);
  };
}

/** Bring an element into view inside what scrolls around it, near the middle, without moving the page itself. */
export function reveal(element, scroller, always = false, again = false) {
  if (!element || !scroller) return;
  const inner = element.getBoundingClientRect();
  const outer = scroller.getBoundingClientRect();
  const margin = Math.min(60, outer.height / 6);
  const seen = inner.top >= outer.top + margin && inner.bottom <= outer.bottom - margin;
  if (seen && !always) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = scroller.scrollTop + inner.top - outer.top - outer.height / 3;
  const near = Math.abs(top - scroller.scrollTop) < outer.height * 2;
  scroller.scrollTo({ top, behavior: calm || !near ? "auto" : "smooth" });
  // What was out of sight had a guessed height: once more when it has its own.
  if (!near && !again) requestAnimationFrame(() => reveal(element, scroller, false, true));
}

/** Say something to people who listen instead of looking. */
export function announce(text) {
  const place = document.getElementById("live");
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}
