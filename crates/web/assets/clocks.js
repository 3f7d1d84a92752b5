// Turns the two days of the frame into sliders: moving one shows the page of that day without loading it anew.
// Without this script the days are a plain form.

const day = (date) => Math.round(Date.parse(`${date}T00:00:00Z`) / 86400000);
const date = (number) => new Date(number * 86400000).toISOString().slice(0, 10);
// How long a slider must rest before its page is asked for, in milliseconds.
const REST = 120;

let waiting = 0;
let asked = 0;
let shown = location.pathname + location.search;

function address(form) {
  const query = new URLSearchParams();
  for (const [key, value] of new FormData(form)) if (value !== "") query.append(key, value);
  const text = query.toString();
  return form.getAttribute("action") + (text === "" ? "" : `?${text}`);
}

// Puts the page of an address in the place of this one; what is focused stays so.
async function show(url, keeps) {
  const turn = ++asked;
  let text;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    text = await answer.text();
  } catch {
    location.assign(url);
    return;
  }
  if (turn !== asked) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  const [here, there] = [document.querySelector("main"), page.querySelector("main")];
  const frame = page.querySelector("[data-clocks]");
  if (!here || !there || !frame) {
    location.assign(url);
    return;
  }
  here.replaceWith(document.adoptNode(there));
  document.title = page.title;
  document.querySelector("header.top").replaceWith(document.adoptNode(page.querySelector("header.top")));
  document.querySelector("footer").replaceWith(document.adoptNode(page.querySelector("footer")));
  const clocks = document.querySelector("[data-clocks]");
  for (const name of [".row .step", ".all"]) {
    const [old, fresh] = [clocks, frame].map((one) => [...one.querySelectorAll(name)]);
    old.forEach((one, index) => fresh[index] && one.replaceWith(document.adoptNode(fresh[index])));
  }
  history[keeps ? "replaceState" : "pushState"](null, "", url);
  shown = location.pathname + location.search;
  document.dispatchEvent(new CustomEvent("shown"));
}

// Forgets the page that is waited for and the page that was asked for: another is wanted now.
function forget() {
  clearTimeout(waiting);
  asked += 1;
}

function later(form) {
  forget();
  waiting = setTimeout(() => show(address(form), true), REST);
}

function start(form) {
  form.classList.add("sliding");
  for (const slider of form.querySelectorAll("input[type=range]")) {
    const field = document.getElementById(slider.dataset.for);
    slider.hidden = false;
    const tell = () => slider.setAttribute("aria-valuetext", date(Number(slider.value)));
    tell();
    slider.addEventListener("input", () => {
      field.value = date(Number(slider.value));
      tell();
      later(form);
    });
    // A page of days at a time: a month.
    slider.addEventListener("keydown", (event) => {
      const way = { PageUp: 30, PageDown: -30 }[event.key];
      if (!way) return;
      event.preventDefault();
      slider.value = Number(slider.value) + way;
      slider.dispatchEvent(new Event("input"));
    });
    field.addEventListener("change", () => {
      if (field.value === "" || field.validity.valid) {
        if (field.value !== "") slider.value = day(field.value);
        tell();
        later(form);
      }
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // The field's change came before this and would replace what is added to the history here.
    forget();
    show(address(form), false);
  });
}

// Going back or forward leads to another page of this application, unless only the place in the page differs.
window.addEventListener("popstate", () => {
  forget();
  if (location.pathname + location.search !== shown) location.reload();
});
document.querySelectorAll("[data-clocks]").forEach(start);
