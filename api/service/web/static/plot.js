// Plotly, from its own package, fetched when a page first draws; drawn anew where colours turn.

const OPTIONS = { displayModeBar: false, responsive: true, showTips: false };
const drawn = new Map();
let loading = null;

/** A name that fits into a picture. */
export const shortened = (text, longest) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/** The colours of the page as they are now. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return { ink: of("ink"), quiet: of("quiet"), line: of("line"), raised: of("raised"), bar: of("bar"), seal: of("seal"), good: of("good"), edge: of("edge"), font: of("font") };
}

/** Draw what `figure()` returns, {data, layout}, into an element as soon as both are there. */
export async function plot(place, figure, onclick) {
  place.classList.add("skeleton");
  drawn.set(place, figure);
  loading ??= import("./plotly.min.js");
  try {
    await loading;
    await attached(place);
    await draw(place, figure);
    place.on("plotly_click", ({ points }) => onclick?.(points[0]));
    place.dataset.drawn = "true";
  } catch {
    // The table below says the same.
    loading = null;
    place.hidden = true;
  } finally {
    place.classList.remove("skeleton");
  }
}

function draw(place, figure) {
  const { data, layout } = figure();
  const { ink, quiet, line, raised, font } = colours();
  const all = {
    autosize: true,
    margin: { l: 10, r: 44, t: 4, b: 20 },
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    font: { color: ink, family: font, size: 13 },
    hoverlabel: { bgcolor: raised, bordercolor: quiet, font: { color: ink, family: font } },
    dragmode: false,
    showlegend: false,
    ...layout,
  };
  for (const axis of ["xaxis", "yaxis"]) all[axis] = { fixedrange: true, gridcolor: line, linecolor: line, ...layout[axis] };
  return window.Plotly.react(place, data, all, OPTIONS);
}

/** An element has its size only when it stands on the page. */
function attached(place) {
  return new Promise((done) => {
    const look = () => (place.isConnected ? done() : requestAnimationFrame(look));
    look();
  });
}

function again() {
  for (const [place, figure] of drawn) {
    if (!place.isConnected) drawn.delete(place);
    else if (place.dataset.drawn) draw(place, figure);
  }
}

new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
