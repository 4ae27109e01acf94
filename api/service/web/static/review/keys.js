// The keys. Which key was pressed is read from the keyboard itself (`code`), because input methods for Vietnamese turn
// letters into others ("aa" into "â"); Enter decides, because they leave it alone.

import { dialog } from "../dialogs.js";
import { h } from "../dom.js";
import { t } from "../i18n.js";

const KEPT = "trichluc.letters";

/** What each key does: [code, modifiers, name of the action, as shown]. */
const KEYS = [
  ["ArrowDown", "", "next", "↓"],
  ["KeyJ", "", "next", "J"],
  ["ArrowUp", "", "previous", "↑"],
  ["KeyK", "", "previous", "K"],
  ["KeyO", "", "nextOpen", "O"],
  ["Enter", "", "accept", "Enter"],
  ["KeyA", "", "accept", "A"],
  ["KeyC", "", "correct", "C"],
  ["KeyR", "", "reject", "R"],
  ["KeyF", "", "fix", "F"],
  ["KeyS", "", "split", "S"],
  ["KeyX", "", "mark", "X"],
  ["Space", "", "mark", "Space"],
  ["KeyM", "", "merge", "M"],
  ["KeyN", "", "add", "N"],
  ["KeyT", "", "comment", "T"],
  ["KeyU", "", "undo", "U"],
  ["KeyZ", "ctrl", "undo", "Ctrl Z"],
  ["KeyU", "shift", "redo", "Shift U"],
  ["KeyY", "ctrl", "redo", "Ctrl Y"],
  ["KeyZ", "ctrl shift", "redo", "Ctrl Shift Z"],
  ["Enter", "shift", "acceptShown", "Shift Enter"],
  ["KeyG", "", "sameDocument", "G"],
  ["Slash", "", "search", "/"],
  ["KeyL", "", "outline", "L"],
  ["KeyH", "", "history", "H"],
  ["Digit1", "", "tab1", "1"],
  ["Digit2", "", "tab2", "2"],
  ["Digit3", "", "tab3", "3"],
  ["Digit4", "", "tab4", "4"],
  ["Digit5", "", "tab5", "5"],
  ["Slash", "shift", "help", "?"],
];

/** Whether single keys act at all: whoever dictates or uses other aids can turn them off. */
export const lettersOn = () => localStorage.getItem(KEPT) !== "off";

/** Listen for keys; `does[name]()` is what they do. */
export function listen(does) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    const plain = !event.ctrlKey && !event.metaKey;
    // Buttons and links keep their own keys.
    if (plain && ["Enter", "Space"].includes(event.code) && target.closest("button, a, summary, [role=tab]")) return;
    if (["ArrowDown", "ArrowUp"].includes(event.code) && target.closest(".text, .pages-view, nav, .detail")) return;
    const name = named(event);
    if (!name || !does[name]) return;
    if (plain && !lettersOn() && !target.closest("#list") && name !== "help") return;
    event.preventDefault();
    // A key that is held down walks through the list; it never decides twice.
    if (!event.repeat || ["next", "previous"].includes(name)) does[name]();
  });
}

function named(event) {
  const pressed = [event.ctrlKey || event.metaKey ? "ctrl" : "", event.shiftKey ? "shift" : ""].filter(Boolean).join(" ");
  // "?" stands elsewhere on other keyboards.
  if (event.key === "?") return "help";
  const code = event.code === "NumpadEnter" ? "Enter" : event.code;
  return KEYS.find(([one, modifiers]) => one === code && modifiers === pressed)?.[2];
}

/** All keys, and the switch that turns them off. */
export function help() {
  const names = [...new Set(KEYS.map(([, , name]) => name))];
  const row = (name) =>
    h(
      "tr",
      {},
      h("td", {}, KEYS.filter((one) => one[2] === name).map((one) => [h("kbd", {}, one[3]), " "])),
      h("th", { scope: "row" }, t(`key.${name}`)),
    );
  const half = Math.ceil(names.length / 2);
  return dialog(
    t("keys.title"),
    () => [
      h("div", { class: "columns keys" }, [names.slice(0, half), names.slice(half)].map((some) => h("table", {}, h("tbody", {}, some.map(row))))),
      h(
        "label",
        { class: "check" },
        h("input", {
          type: "checkbox",
          ...(lettersOn() ? { checked: true } : {}),
          onchange: (event) => localStorage.setItem(KEPT, event.target.checked ? "on" : "off"),
        }),
        t("keys.letters"),
      ),
    ],
    { wide: true },
  );
}
