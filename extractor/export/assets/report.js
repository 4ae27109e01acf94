"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const article = document.querySelector("article");
  const card = $("card");
  const marks = [...article.querySelectorAll("mark.ref[id]")];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const pieces = (key) => article.querySelectorAll(`[data-m="${CSS.escape(key)}"]`);

  // The documents and their mentions, both ways.
  const documentOf = new Map();
  for (const entry of document.querySelectorAll(".doc")) {
    for (const link of entry.querySelectorAll(".go")) documentOf.set(link.hash.slice(1), entry);
  }

  // The card of a mark: on hover and on focus; Escape closes it.
  const hide = () => {
    card.hidden = true;
    for (const piece of article.querySelectorAll(".same")) piece.classList.remove("same");
  };
  const show = (mark, x) => {
    const stored = $("c-" + mark.dataset.m);
    if (!stored) return;
    hide();
    card.replaceChildren(stored.cloneNode(true));
    card.firstChild.removeAttribute("id");
    card.hidden = false;
    const boxes = [...mark.getClientRects()];
    const box = boxes.find((b) => x >= b.left && x <= b.right) || boxes[0];
    const size = card.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), innerWidth - size.width - 8);
    const below = box.bottom + 8 + size.height < innerHeight;
    const above = box.top - 8 - size.height;
    card.style.left = left + "px";
    card.style.top = (below || above < 8 ? box.bottom + 8 : above) + "px";
    const entry = documentOf.get(mark.dataset.m);
    if (entry) for (const link of entry.querySelectorAll(".go"))
      for (const piece of pieces(link.hash.slice(1))) piece.classList.add("same");
  };
  article.addEventListener("mouseover", (event) => {
    const mark = event.target.closest("[data-m]");
    if (mark) show(mark, event.clientX); else hide();
  });
  article.addEventListener("mouseleave", hide);
  article.addEventListener("focusin", (event) => event.target.dataset.m && show(event.target, 0));
  article.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true });

  // Going to a mention, and through all of them.
  let now = -1;
  const inside = (box, element) => {
    const top = element.offsetTop - box.offsetTop;
    if (getComputedStyle(box).position === "sticky" && (top < box.scrollTop || top + element.offsetHeight > box.scrollTop + box.clientHeight))
      box.scrollTo({ top: top - box.clientHeight / 3 });
  };
  const point = (mark) => {
    for (const old of document.querySelectorAll(".now")) old.classList.remove("now");
    for (const piece of pieces(mark.dataset.m)) piece.classList.add("now");
    const entry = documentOf.get(mark.dataset.m);
    if (entry) { entry.classList.add("now"); inside(entry.closest("aside"), entry); }
    const index = marks.indexOf(mark);
    if (index >= 0) { now = index; $("where").textContent = `${index + 1} / ${marks.length}`; }
  };
  const go = (mark) => {
    mark.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    mark.focus({ preventScroll: true });
    hide();
    point(mark);
  };
  const step = (by) => marks.length && go(marks[(now + by + marks.length) % marks.length]);
  $("next").addEventListener("click", () => step(1));
  $("previous").addEventListener("click", () => step(now < 0 ? 0 : -1));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input")) return;
    if (event.key === "j") step(1);
    if (event.key === "k") step(now < 0 ? 0 : -1);
    if (event.key === "Enter" && event.target.matches("mark.ref")) point(event.target);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.go");
    const target = link && $(link.hash.slice(1));
    if (target && target.matches("[data-m]")) { event.preventDefault(); go(target); return; }
    const mark = event.target.closest("mark.ref");
    if (mark) point($(mark.dataset.m));
  });

  // Kinds of marks off and on.
  for (const button of document.querySelectorAll("[data-kind]")) {
    button.addEventListener("click", () => {
      const off = article.classList.toggle("off-" + button.dataset.kind);
      button.setAttribute("aria-pressed", String(!off));
    });
  }

  // Filter: without marks, so that "quyet dinh" finds "Quyết định".
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const entries = [...document.querySelectorAll(".doc")].map((entry) => [entry, folded(entry.closest(".group").querySelector("h3").textContent + " " + entry.textContent)]);
  $("filter").addEventListener("input", (event) => {
    const words = folded(event.target.value).split(/\s+/);
    for (const [entry, text] of entries) entry.hidden = !words.every((word) => text.includes(word));
    for (const group of document.querySelectorAll(".group:not(.loose)")) group.hidden = !group.querySelector(".doc:not([hidden])");
    $("nothing").hidden = !entries.length || entries.some(([entry]) => !entry.hidden);
  });

  // The outline shows where the reader is.
  const links = [...document.querySelectorAll(".outline a")];
  const heads = links.map((link) => $(link.hash.slice(1)));
  let waiting = false;
  const spy = () => {
    waiting = false;
    let last = -1;
    for (let index = 0; index < heads.length; index++) {
      if (heads[index] && heads[index].getBoundingClientRect().top < innerHeight * 0.3) last = index;
    }
    for (const link of links) link.classList.remove("here");
    if (last >= 0) { links[last].classList.add("here"); inside(links[last].closest("nav"), links[last]); }
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(spy); } }, { passive: true });
  spy();
})();
