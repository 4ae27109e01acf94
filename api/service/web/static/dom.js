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

/** What each scrolling element was last asked to show, and since when it glides there. */
const revealed = new WeakMap();
const gliding = new WeakMap();
const GLIDE = 1000;

/** Bring an element into view inside what scrolls around it, near the middle, without moving the page itself. */
export function reveal(element, scroller, always = false, again = false) {
  if (!element || !scroller) return;
  revealed.set(scroller, element);
  const inner = element.getBoundingClientRect();
  const outer = scroller.getBoundingClientRect();
  const margin = Math.min(60, outer.height / 6);
  const seen = inner.top >= outer.top + margin && inner.bottom <= outer.bottom - margin;
  // What is seen while it glides elsewhere will not be for long.
  const glides = performance.now() - (gliding.get(scroller) ?? -GLIDE) < GLIDE;
  if (seen && !always && !glides) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = scroller.scrollTop + inner.top - outer.top - outer.height / 3;
  const near = Math.abs(top - scroller.scrollTop) < outer.height * 2;
  const smooth = near && !calm && !glides;
  if (smooth) gliding.set(scroller, performance.now());
  scroller.scrollTo({ top, behavior: smooth ? "smooth" : "auto" });
  // What was out of sight had a guessed height: once more when it has its own, unless something else is shown by then.
  if (!near && !again) requestAnimationFrame(() => revealed.get(scroller) === element && reveal(element, scroller, false, true));
}

/** Say something to people who listen instead of looking. */
export function announce(text) {
  const place = document.getElementById("live");
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}
