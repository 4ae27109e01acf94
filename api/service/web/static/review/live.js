// What others decide meanwhile, as it happens (server-sent events). Without a connection the page works on; the
// browser connects again by itself.

import { address, get } from "../api.js";
import { toast } from "../dialogs.js";
import { t } from "../i18n.js";

export function follow(model, redraw) {
  const source = new EventSource(address(model.head.links.events, { after: model.head.version }));

  async function heard(event) {
    const told = JSON.parse(event.data);
    const others = (told.who ?? []).filter((who) => who !== model.head.me);
    if (told.reload) {
      model.take(await get(model.head.links.self));
      redraw();
      return;
    }
    if (told.version < model.head.version) return;
    const news = told.version > model.head.version;
    model.merge(told);
    if (news && others.length && told.items?.length)
      toast(t("live.decided", { who: others.join(", "), count: told.items.length }));
  }

  source.addEventListener("decided", heard);
  source.addEventListener("changed", heard);
  addEventListener("pagehide", () => source.close());
}
