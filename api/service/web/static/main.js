// Where every page begins: words, then who is signed in, then the page itself.

import { signedIn } from "./api.js";
import { failure } from "./dialogs.js";
import { load, t } from "./i18n.js";
import { loading } from "./review/loading.js";
import { dress, shell } from "./shell.js";

const PAGES = {
  queue: () => import("./queue.js"),
  review: () => import("./review/page.js"),
  dashboard: () => import("./dashboard.js"),
  "sign-in": () => import("./sign-in.js"),
};

dress();
await begin(document.body.dataset.page);

async function begin(page) {
  const module = PAGES[page]();
  const begun = page === "review" ? loading() : null;
  // It is looked at where it is waited for.
  begun?.catch(() => {});
  await load();
  const who = page === "sign-in" ? Promise.resolve(null) : signedIn();
  try {
    await who;
    await (await module).show(begun);
  } catch (error) {
    const main = shell(page, t("error.title"));
    main.append(failure(error, () => location.reload()));
    throw error;
  }
  // Tests, and whoever measures, wait for this.
  document.body.dataset.ready = "true";
}
