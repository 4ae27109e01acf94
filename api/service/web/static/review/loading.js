// What the review page shows, asked for before its scripts are there.

import { address, get } from "../api.js";

/** The document of this address with its text: {data, text}; {next: address} where the address names no document. */
export async function loading() {
  const id = decodeURIComponent(location.pathname.split("/").pop());
  if (id === "next") return { next: await next() };
  const path = `/v1/review/${encodeURIComponent(id)}`;
  // Of a document of a sample: without what was extracted.
  const blind = new URLSearchParams(location.search).get("blind");
  const [data, text] = await Promise.all([get(blind ? `${path}?blind=true` : path), get(`${path}/text`)]);
  return { data, text };
}

/** The document that waits and is least certain; the queue where none does. */
async function next() {
  const found = await get(address("/v1/review", { status: "to_review", assignee: "none", limit: 1 }));
  return found.items.length ? `/review/${found.items[0].id}` : "/review";
}
