// The sections of a document, as a way through it.

import { h } from "../dom.js";
import { t } from "../i18n.js";

/** A list of sections; `show(section)` brings one into view. Each says how many of its items nobody has decided. */
export function outline(model, show) {
  const counts = new Map();
  const element = h("nav", { class: "outline", "aria-label": t("outline.title"), tabindex: "0" });
  if (!model.outline.length) element.append(h("p", { class: "quiet" }, t("outline.none")));
  const items = model.outline.map((section) => {
    const open = h("span", { class: "badge" });
    counts.set(section, open);
    const label = [section.label, section.title].filter(Boolean).join(" ");
    const button = h("button", { class: "link", title: section.title, onclick: () => show(section) }, label || section.path);
    return h("li", { class: `level-${Math.min(section.level, 5)}` }, button, open);
  });
  element.append(h("ul", {}, items));

  function draw() {
    const open = model.all().filter((item) => item.state === "open");
    for (const [section, place] of counts) {
      const count = open.filter((item) => item.anchor.start >= section.start && item.anchor.start < section.end).length;
      place.textContent = count || "";
      place.hidden = !count;
      place.setAttribute("aria-label", t("review.open.count", { count }));
      if (count) place.setAttribute("role", "img");
    }
  }
  draw();
  let waiting = 0;
  model.on("head", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 300);
  });
  return element;
}
