// The review queue by keyboard: j and k go to the next and previous claim, a letter chooses a decision and leads to its
// reason, Enter records it. u undoes the last decision. Without this script the forms work by Tab and Enter.

const items = () => [...document.querySelectorAll("[data-item]")];

function current() {
  return items().find((item) => item.contains(document.activeElement));
}

function go(way) {
  const all = items();
  const here = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, here + way))];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

function choose(key) {
  const item = current() ?? items()[0];
  const button = item?.querySelector(`[data-key="${key}"]`);
  if (!button) return false;
  const form = button.form;
  form.querySelectorAll("[data-key]").forEach((one) => one.classList.toggle("chosen", one === button));
  const reason = form.querySelector("[name=reason]");
  reason.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.closest("input, textarea, select");
  if (field) {
    const chosen = event.key === "Enter" && field.form?.querySelector(".chosen");
    if (chosen) {
      event.preventDefault();
      field.form.requestSubmit(chosen);
    } else if (event.key === "Escape") {
      (field.closest("[data-item]") ?? document.body).focus();
    }
    return;
  }
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "u") document.querySelector(".undo button")?.click();
  else if (!/^[arpsd]$/.test(event.key) || !choose(event.key)) return;
  event.preventDefault();
});
