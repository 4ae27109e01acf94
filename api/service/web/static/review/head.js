// The head of the review page: which document, how far, whose, and what becomes of it.

import { put, remove } from "../api.js";
import { confirmed } from "../dialogs.js";
import { fill, h } from "../dom.js";
import { day, number, t } from "../i18n.js";

export function head(model, actions, does) {
  // Reviewed blind, nothing is told of what was extracted or of others.
  const { links, me, blind } = model.head;
  const address = `${links.self}`;
  const meter = h("progress", { max: 1, value: 0, "aria-label": t("review.progress") });
  const count = h("span", { class: "quiet" });
  const state = h("span");
  const owner = h("div", { class: "owner" });
  const send = h("span", { class: "sending" });
  const undo = tool("undo", "↶", does.undo);
  const redo = tool("redo", "↷", does.redo);
  const done = h("button", { onclick: finish });
  const facts = [model.head.number, day(model.head.date), model.head.issuer].filter(Boolean).join(" · ");
  const element = h(
    "div",
    { class: "document-head" },
    h("div", { class: "names" }, h("h1", { title: model.head.title ?? model.head.name }, model.head.title || model.head.name), h("p", { class: "quiet" }, [facts || model.head.name])),
    h("div", { class: "progress" }, meter, h("div", {}, state, " ", count)),
    h("div", { class: "tools" }, send, undo, redo, tool("history", "☰", does.history), tool("help", "?", does.help), !blind && [exports(model.head), owner], done),
  );
  model.on("head", draw);
  draw();
  return { element, sending };

  function draw() {
    const all = model.all();
    const open = all.filter((item) => item.state === "open").length;
    meter.max = Math.max(all.length, 1);
    meter.value = all.length - open;
    fill(count, t("review.decided.of", { decided: number(all.length - open), all: number(all.length) }));
    state.className = `chip status-${blind ? "in_review" : model.head.status}`;
    fill(state, t(blind ? "figure.blind" : `status.${model.head.status}`));
    undo.disabled = !actions.may || (!model.head.undo && !actions.outbox.steps.length);
    redo.disabled = !actions.may || !model.head.redo;
    fill(done, t(model.head.status === "done" ? "review.reopen" : "review.finish"));
    done.className = open || model.head.status === "done" ? "" : "main";
    done.disabled = !actions.may;
    fill(owner, assignment());
  }

  function assignment() {
    const { assignee } = model.head;
    if (!actions.may) return t("review.read.only");
    const mine = assignee === me;
    const take = () => actions.ask(() => put(`${address}/assignment`, { assignee: null }), taken);
    const leave = () => actions.ask(() => remove(`${address}/assignment`));
    if (!assignee) return h("button", { onclick: take }, t("assign.take"));
    if (mine) return h("button", { onclick: leave, title: t("assign.mine") }, t("assign.leave"));
    return h("button", { onclick: take, class: "other" }, t("assign.other", { who: assignee.replace(/^account:/, "") }));
  }

  /** Somebody else has it: ask before it is taken away. */
  function taken(error) {
    if (error.code !== "assigned_to_another") return false;
    const who = error.problem.assignee ?? "";
    confirmed(t("assign.title"), t("assign.ask", { who }), t("assign.take")).then((sure) => {
      if (sure) actions.ask(() => put(`${address}/assignment?take=true`, { assignee: null }));
    });
    return true;
  }

  async function finish() {
    if (blind) return actions.ask(() => put(`${address}/status`, { status: "done", blind: true }).then(() => location.assign("/dashboard")));
    const to = model.head.status === "done" ? "in_review" : "done";
    const open = model.open();
    if (to === "done" && open && !(await confirmed(t("review.finish"), t("review.finish.ask", { open }), t("review.finish")))) return null;
    return actions.ask(() => put(`${address}/status`, { status: to }));
  }

  /** How many decisions wait to be sent, and whether the connection is lost. */
  function sending(waiting, lost) {
    send.className = lost ? "sending lost" : "sending";
    fill(send, lost ? t("sending.lost", { count: waiting }) : waiting ? t("sending.now") : "");
    if (lost) send.setAttribute("role", "status");
  }
}

function tool(name, sign, does) {
  return h("button", { class: "tool", "aria-label": t(`tool.${name}`), title: t(`tool.${name}`), onclick: does, dataset: { tool: name } }, sign);
}

function exports({ links, name: file }) {
  const names = { sheet: "sheet", cited_documents: "cited", commented: "commented", reviewed: "reviewed", original: "original" };
  // Comments are written into Word files only.
  const items = Object.entries(names).filter(([key]) => links[key] && (key !== "commented" || /\.docx$/i.test(file)));
  const link = ([key, name]) => h("li", {}, h("a", { href: links[key], ...(key === "sheet" ? { target: "_blank" } : { download: true }) }, t(`export.${name}`)));
  return h("details", { class: "menu" }, h("summary", {}, t("export.title")), h("ul", {}, items.map(link)));
}
