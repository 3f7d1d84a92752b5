// Takes files that are dropped anywhere on the page, and shows how far an import has come without loading the page anew.

const form = document.querySelector("[data-drop]");
// How long to wait between two looks at an import, in milliseconds.
const PAUSE = 400;

function drop(event) {
  event.preventDefault();
  form.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  form.querySelector("input[type=file]").files = event.dataTransfer.files;
  form.requestSubmit();
}

async function follow() {
  const job = document.querySelector("[data-job]");
  if (!job || job.dataset.state === "done") return;
  await new Promise((done) => setTimeout(done, PAUSE));
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-job]");
    if (next) job.replaceWith(document.adoptNode(next));
  } catch {
    return;
  }
  follow();
}

if (form) {
  addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  addEventListener("dragleave", () => form.classList.remove("over"));
  addEventListener("drop", drop);
}
follow();
