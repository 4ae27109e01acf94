// The public interface of the service, as pages use it: a session, answers as JSON, problems as errors.

import { said, t } from "./i18n.js";

const TRIES = 3;
let session = null;

/** A problem that the service told (RFC 9457): `code` is stable, `problem` is its whole body. */
export class Refused extends Error {
  constructor(status, problem) {
    super(said(problem, "detail") || said(problem, "title") || t("error.status", { status }));
    this.status = status;
    this.code = problem.code ?? "unknown";
    this.problem = problem;
  }
}

/** The service could not be reached, or not in time. */
export class Unreachable extends Error {
  constructor() {
    super(t("error.unreachable"));
  }
}

/** Who is signed in. Whoever is not goes to the sign-in page, and comes back. */
export async function signedIn() {
  try {
    session = await get("/v1/session");
    return session;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) {
      toSignIn();
      return new Promise(() => {});
    }
    throw error;
  }
}

export function toSignIn() {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

export const whoCalls = () => session;
export const may = (scope) => Boolean(session?.scopes.includes(scope));

/** Read something; what fails on the way is tried again. */
export const get = (path, options = {}) => request("GET", path, options);
export const post = (path, body, options = {}) => request("POST", path, { ...options, body });
export const put = (path, body, options = {}) => request("PUT", path, { ...options, body });
export const remove = (path, options = {}) => request("DELETE", path, options);

async function request(method, path, { body, key, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  if (method !== "GET" && session?.csrf_token) headers["X-CSRF-Token"] = session.csrf_token;
  const sent = { method, headers, signal, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) sent.body = JSON.stringify(body);
  // What changes something is tried again only by whoever gave it a key.
  const tries = method === "GET" ? TRIES : 1;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await reached(path, sent);
    if (answer?.ok) return answer.status === 204 ? null : answer.json();
    const passing = !answer || answer.status === 503 || answer.status === 429;
    if (passing && attempt < tries) {
      await wait(waiting(answer, attempt));
      continue;
    }
    if (!answer) throw new Unreachable();
    throw new Refused(answer.status, await problemOf(answer));
  }
}

async function reached(path, sent) {
  try {
    return await fetch(path, sent);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return null;
  }
}

async function problemOf(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

function waiting(answer, attempt) {
  const asked = Number(answer?.headers.get("Retry-After"));
  return asked > 0 && asked <= 10 ? asked * 1000 : 250 * 2 ** attempt;
}

export const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** The address of something with these parameters; those without a value are left out. */
export function address(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const query = new URLSearchParams(given).toString();
  return query ? `${path}?${query}` : path;
}
