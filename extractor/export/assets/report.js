"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const article = document.querySelector("article");
  const aside = document.querySelector("aside");
  const card = $("card");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const pieces = (key) => article.querySelectorAll(`[data-m="${CSS.escape(key)}"]`);

  // What only a script can do appears with it.
  for (const element of [$("steps"), $("filter"), ...document.querySelectorAll(".copy")]) element.hidden = false;

  // The entry in the lists at the right that an element of the text belongs to.
  const entries = (which) => {
    const found = new Map();
    for (const entry of aside.querySelectorAll(which)) {
      for (const link of entry.querySelectorAll(".go")) {
        const id = link.hash.slice(1);
        if (!found.has(id)) found.set(id, entry);
      }
    }
    return found;
  };
  const entryOf = entries(".entry.own, .chips .entry, .loose .entry");
  const findingOf = entries(".findings .entry");

  // Kinds that the legend has switched off open no card. The style hides them without our help.
  const off = (mark) => !mark.matches(".fl") && [...document.querySelectorAll("[data-kind]:not(:checked)")]
    .some((box) => mark.classList.contains(box.dataset.kind));
  const shown = (element) => {
    const marks = [];
    for (let mark = element.closest("[data-m]"); mark; mark = mark.parentElement.closest("[data-m]")) {
      if (!off(mark) && !marks.some((other) => other.dataset.m === mark.dataset.m)) marks.push(mark);
    }
    return marks;
  };

  // The cards of a place: on hover and on focus, the innermost first; Escape closes them.
  const hide = () => {
    card.hidden = true;
    for (const piece of article.querySelectorAll(".same")) piece.classList.remove("same");
  };
  const show = (element, x) => {
    const marks = shown(element).filter((mark, index) => $("c-" + mark.dataset.m) && (!index || !mark.matches(".head"))).slice(0, 2);
    hide();
    if (!marks.length) return;
    card.replaceChildren(...marks.map((mark) => $("c-" + mark.dataset.m).cloneNode(true)));
    for (const copy of card.children) copy.removeAttribute("id");
    card.hidden = false;
    const boxes = [...marks[0].getClientRects()];
    const box = boxes.find((b) => x >= b.left && x <= b.right) || boxes[0];
    const size = card.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), innerWidth - size.width - 8);
    const below = box.bottom + 8 + size.height < innerHeight;
    const above = box.top - 8 - size.height;
    card.style.left = left + "px";
    card.style.top = (below || above < 8 ? box.bottom + 8 : above) + "px";
    // The other mentions of the same document, the other places of the same body, the other parts of a statement.
    const entry = marks[0].matches(".ref") && entryOf.get(marks[0].dataset.m);
    const keys = entry ? [...entry.querySelectorAll(".places .go")].map((link) => link.hash.slice(1)) : [marks[0].dataset.m];
    for (const key of keys) for (const piece of pieces(key)) if (!piece.matches(".head")) piece.classList.add("same");
  };
  article.addEventListener("mouseover", (event) => {
    if (event.target.closest("[data-m]")) show(event.target, event.clientX); else hide();
  });
  article.addEventListener("mouseleave", hide);
  article.addEventListener("focusin", (event) => event.target.dataset.m && show(event.target, 0));
  article.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true });

  // Going to a place, and through all places of a kind.
  let walk = [], now = -1;
  const said = () => { $("where").textContent = walk.length ? `${now < 0 ? "" : now + 1 + " / "}${walk.length}` : ""; };
  const choose = () => {
    walk = [...article.querySelectorAll(`[data-m].${$("through").value || "ref"}[id]`)];
    now = -1;
    said();
  };
  const reveal = (element) => {
    const box = element.closest(".panel, nav");
    const inner = element.getBoundingClientRect(), outer = box.getBoundingClientRect();
    const scrolls = ["auto", "scroll"].includes(getComputedStyle(box).overflowY);
    if (scrolls && (inner.top < outer.top + 30 || inner.bottom > outer.bottom)) box.scrollTop += inner.top - outer.top - outer.height / 3;
  };
  const point = (mark, open) => {
    for (const old of document.querySelectorAll(".now")) old.classList.remove("now");
    for (const piece of pieces(mark.dataset.m)) if (piece.id === mark.id || !piece.id) piece.classList.add("now");
    const finding = $("through").value === "fl" && findingOf.get(mark.id);
    const entry = finding || entryOf.get(mark.id) || entryOf.get(mark.dataset.m) || entryOf.get(mark.dataset.m + "-0");
    if (entry) {
      if (open && matchMedia("(min-width: 761px)").matches) entry.closest(".panel").open = true;
      entry.classList.add("now");
      reveal(entry);
    }
    const index = walk.indexOf(mark);
    if (index >= 0) { now = index; said(); }
  };
  const go = (mark) => {
    mark.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    mark.focus({ preventScroll: true });
    hide();
    point(mark, false);
  };
  const step = (by) => walk.length && go(walk[(now + by + walk.length) % walk.length]);
  const back = () => step(now < 0 ? 0 : -1);
  $("next").addEventListener("click", () => step(1));
  $("previous").addEventListener("click", back);
  $("through").addEventListener("change", choose);
  choose();
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select")) return;
    if (event.key === "j") step(1);
    if (event.key === "k") back();
    if (event.key === "Enter" && event.target.matches("mark[id]")) point(event.target, true);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.go");
    const target = link && $(link.hash.slice(1));
    if (target && target.matches("[data-m]")) { event.preventDefault(); go(target); return; }
    if (target && target.matches(".entry")) target.closest(".panel").open = true;
    const mark = article.contains(event.target) && getSelection().isCollapsed && shown(event.target).find((one) => one.matches("mark:not(.head)"));
    if (mark) point(mark.id ? mark : pieces(mark.dataset.m)[0], true);
    const button = event.target.closest(".copy");
    if (button) copy(button);
  });

  // Copy a citation. The selection stays, so that Ctrl+C does it where the browser forbids us to.
  const copy = (button) => {
    getSelection().selectAllChildren(button.previousElementSibling);
    if (document.execCommand("copy")) {
      button.textContent = "Đã chép";
      setTimeout(() => { button.textContent = "Chép"; }, 1500);
    }
  };

  // Filter: without marks, so that "quyet dinh" finds "Quyết định".
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  let folds = null;
  $("filter").addEventListener("input", (event) => {
    folds ||= [...aside.querySelectorAll(".entry")].map((entry) => {
      const group = entry.closest(".group")?.querySelector("h3").textContent || "";
      return [entry, folded(`${group} ${entry.textContent}`)];
    });
    const words = folded(event.target.value).split(/\s+/);
    for (const [entry, text] of folds) entry.hidden = !words.every((word) => text.includes(word));
    for (const group of aside.querySelectorAll(".group")) group.hidden = !group.querySelector(".entry:not([hidden])");
    for (const panel of aside.querySelectorAll(".panel")) {
      const found = panel.querySelectorAll(".entry:not([hidden])").length;
      panel.classList.toggle("without", !found);
    }
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
    if (last >= 0) { links[last].classList.add("here"); reveal(links[last]); }
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(spy); } }, { passive: true });
  spy();
})();
