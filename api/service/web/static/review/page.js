// The review page: what it is made of, and what its buttons and keys do.

import { failure } from "../dialogs.js";
import { fill, h } from "../dom.js";
import { t } from "../i18n.js";
import { shell } from "../shell.js";
import { Actions, yes } from "./actions.js";
import { add, comment, dismiss, split } from "./add.js";
import { Detail } from "./detail.js";
import { heading } from "./fields.js";
import { fieldsForm } from "./form.js";
import { head } from "./head.js";
import { history } from "./history.js";
import { PageView } from "./images.js";
import { help, listen } from "./keys.js";
import { List } from "./list.js";
import { follow } from "./live.js";
import { KINDS, Model } from "./model.js";
import { Offsets } from "./offsets.js";
import { outline } from "./outline.js";
import { Filters, Tabs } from "./side.js";
import { TextView } from "./text.js";

const OUTLINE = "trichluc.outline";

/** `begun` is what `loading()` promised. */
export async function show(begun) {
  const main = shell("review", t("review.title"));
  main.append(h("div", { class: "skeletons", role: "status", "aria-label": t("loading") }, Array.from({ length: 12 }, () => h("div", { class: "skeleton line" }))));
  try {
    const { data, text, next } = await begun;
    if (next) location.replace(next);
    else build(main, data, text);
  } catch (error) {
    fill(main, h("h1", {}, t("error.title")), failure(error, () => location.reload()), h("p", {}, h("a", { href: "/review" }, t("queue.back"))));
  }
}

function build(main, data, text) {
  const model = new Model(data);
  const offsets = new Offsets(text.text);
  let title;
  const actions = new Actions(model, (waiting, lost) => title?.sending(waiting, lost));
  const does = {};
  const context = { model, offsets, actions, span: null, focus: () => document.getElementById("list").focus({ preventScroll: true }) };
  const detail = new Detail(model, does);
  context.detail = detail;
  const list = new List(model);
  const filters = new Filters(model, actions);
  const view = left(context, does);
  const sections = outline(model, (section) => view.show(section.start));
  const frame = h("div", { class: "frame" });
  wire(does, context, { filters, sections, frame });
  title = head(model, actions, does);
  actions.outbox.keep();
  document.title = `${data.number ?? data.name} · Trích Lục`;
  frame.classList.toggle("with-outline", localStorage.getItem(OUTLINE) === "on");
  const right = h(
    "section",
    { class: "right", "aria-label": t("review.items") },
    new Tabs(model).element,
    filters.element,
    h("div", { role: "tabpanel", id: "panel", class: "panel" }, list.element),
    detail.element,
  );
  const labelled = () => right.querySelector("#panel").setAttribute("aria-labelledby", `tab-${model.kind}`);
  model.on("view", labelled);
  labelled();
  fill(frame, sections, view.element, right);
  fill(main, title.element, frame);
  listen(does);
  if (!data.blind) follow(model, () => model.show(model.selected));
  context.focus();
  model.select(model.selected);
}

/** The left side: pages as images where there are any, the text else or on demand. */
function left(context, does) {
  const { model, offsets } = context;
  const bar = h("div", { class: "bar" });
  const button = h("button", { onclick: () => does.add(), disabled: model.head.may_review === false });
  const choose = (span) => {
    context.span = span;
    fill(button, t(span ? "review.add.selected" : "review.add"), " ", h("kbd", { "aria-hidden": "true" }, "N"));
  };
  const drawn = (span) => {
    context.span = span;
    does.add();
  };
  const text = new TextView(model, offsets, { choose });
  const images = model.head.pages ? new PageView(model, offsets, { choose, add: drawn }) : null;
  choose(null);
  const views = images ? { pages: images, text } : { text };
  let shown = images ? "pages" : "text";
  const switches = Object.keys(views).map((name) => h("button", { onclick: () => turn(name), dataset: { view: name } }, t(`view.${name}`)));
  const draw = images && h("button", { "aria-pressed": "false", title: t("review.draw.title"), onclick: () => (images.drawing(!images.always), draw.setAttribute("aria-pressed", images.always)) }, t("review.draw"));
  fill(bar, h("button", { class: "tool", onclick: () => does.outline(), title: t("outline.title") }, "≡ ", t("outline.title")), images && h("div", { class: "switch", role: "group", "aria-label": t("view.title") }, switches), h("div", { class: "space" }), draw, button);
  const element = h("section", { class: "left", "aria-label": t("review.document") }, bar, Object.values(views).map((one) => one.pane));

  function turn(name) {
    shown = name;
    for (const [one, view] of Object.entries(views)) view.pane.hidden = one !== name;
    for (const one of switches) one.setAttribute("aria-pressed", one.dataset.view === name);
    model.tell("select", model.selected);
  }
  turn(shown);
  return { element, show: (point) => views[shown].show(point) };
}

/** What the names of keys and buttons do. */
function wire(does, context, { filters, sections, frame }) {
  const { model, actions, detail, focus } = context;
  const kindOf = () => model.items.get(model.selected)?.kind;
  Object.assign(does, {
    next: () => model.select(model.neighbour(1)),
    previous: () => model.select(model.neighbour(-1)),
    nextOpen: () => model.select(model.nextOpen()),
    accept: () => actions.decide(yes(kindOf()), model.chosen()),
    reject: () => (kindOf() === "finding" ? dismiss(context) : actions.decide("reject", model.chosen())),
    fix: () => kindOf() !== "reference" && actions.decide("fix", model.chosen()),
    correct,
    split: () => split(context),
    mark: () => model.selected && (model.mark(model.selected), model.select(model.neighbour(1))),
    merge: () => actions.join(model.chosen()),
    add: () => actions.may && add(context),
    comment: () => model.selected && comment(context),
    undo: () => actions.undo(),
    redo: () => actions.redo(),
    acceptShown: () => actions.acceptShown(),
    sameDocument: () => model.filterBy({ group: model.filter.group ? "" : model.groupOf.get(model.selected)?.id ?? "" }),
    search: () => filters.words.focus(),
    outline: () => {
      const on = frame.classList.toggle("with-outline");
      localStorage.setItem(OUTLINE, on ? "on" : "off");
      if (on) sections.querySelector("button")?.focus();
      else focus();
    },
    history: () => history(model),
    help,
  });
  KINDS.forEach((kind, at) => (does[`tab${at + 1}`] = () => model.tab(kind)));

  function correct() {
    const item = model.selected && model.item(model.selected);
    if (!item || item.kind === "finding" || !actions.may) return;
    const form = fieldsForm({
      kind: item.kind,
      before: item.fields,
      title: t("correct.title", { quote: heading(item) }),
      name: item.id,
      path: model.head.links.suggestions,
      item: item.id,
      submit: t("action.correct"),
      end: () => (detail.release(), focus()),
      done: (fields) => (Object.keys(fields).length ? actions.decide("correct", [item.id], { fields }) : actions.decide("accept", [item.id])),
    });
    detail.take(form, item.id);
  }
}
