// What pages do when something is pressed. All changes are asked of the API; this file knows no more than its URLs.
import { begin, refresh } from "./live.js";

const messages = document.getElementById("messages");

function say(text, failed = false) {
  const message = document.createElement("p");
  message.textContent = text;
  message.classList.toggle("failed", failed);
  messages.append(message);
  setTimeout(() => message.remove(), failed ? 12000 : 4000);
}

/** Asks the API to change something; gives its answer, or throws what it says is wrong. */
async function send(method, url, content = {}) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (document.body.dataset.csrf) headers["X-CSRF-Token"] = document.body.dataset.csrf;
  let answer;
  try {
    answer = await fetch(url, { method, headers, body: JSON.stringify(content) });
  } catch {
    throw new Error("The cache does not answer.");
  }
  const text = await answer.text();
  let json = {};
  try {
    json = JSON.parse(text);
  } catch {
    // Not every answer has contents.
  }
  if (!answer.ok) throw new Error(json.detail || json.title || `The cache answers ${answer.status}.`);
  return json;
}

/** Does it with the button resting meanwhile. */
async function doing(button, action) {
  button.disabled = true;
  try {
    await action();
  } catch (problem) {
    say(problem.message, true);
  } finally {
    button.disabled = false;
  }
}

async function beginRun(form) {
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  const run = await send("POST", "/api/v1/jobs", {
    kind: form.dataset.job,
    planOnly: form.dataset.plan === "true",
    arguments: Object.fromEntries(given),
  });
  location.href = "/jobs/" + run.number;
}

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.classList.contains("menu")) {
    const open = document.getElementById("nav").classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  } else if (button.dataset.open) {
    document.getElementById(button.dataset.open).showModal();
  } else if ("close" in button.dataset) {
    button.closest("dialog").close();
  } else if (button.dataset.post) {
    doing(button, async () => {
      const answer = await send("POST", button.dataset.post, JSON.parse(button.dataset.content || "{}"));
      if (button.dataset.go === "run") location.href = "/jobs/" + answer.number;
      else if ("go" in button.dataset) location.reload();
      else await refresh();
    });
  }
});

document.addEventListener("submit", event => {
  const form = event.target;
  if (!form.dataset.job) return;
  event.preventDefault();
  doing(event.submitter, () => beginRun(form));
});

const stale = document.getElementById("stale");
if (stale) begin(stale);
