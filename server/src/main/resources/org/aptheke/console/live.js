// Keeps the parts of a page that change as the server would show them now: the page is fetched again, and what differs
// is put into the one that is there, node by node, so that focus, selection and scrolling stay.

/** Makes `from` like `to`. */
function become(from, to) {
  if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName || from.id !== to.id) {
    from.replaceWith(document.importNode(to, true));
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.hasAttribute("data-keep")) return;
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && name !== "open") from.removeAttribute(name);
  for (const { name, value } of [...to.attributes]) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  becomeChildren(from, to);
}

/** Rows that have an id are found again wherever they have moved to. */
function becomeChildren(from, to) {
  let next = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const moved = wanted.id ? [...from.children].find(child => child.id === wanted.id) : null;
    if (moved && moved !== next) {
      from.insertBefore(moved, next);
      next = moved;
    }
    if (!next) {
      from.append(document.importNode(wanted, true));
    } else if (wanted.id && next.id !== wanted.id) {
      from.insertBefore(document.importNode(wanted, true), next);
    } else {
      const following = next.nextSibling;
      become(next, wanted);
      next = following;
    }
  }
  while (next) {
    const following = next.nextSibling;
    next.remove();
    next = following;
  }
}

/** Fetches the page again and takes over its live parts; how often to go on is what the new page says. */
export async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "follow" });
  if (answer.redirected && new URL(answer.url).pathname === "/login") {
    location.href = "/login?over=1&to=" + encodeURIComponent(location.pathname + location.search);
    return 0;
  }
  if (!answer.ok) throw new Error(answer.statusText);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(part.id);
    if (now) becomeChildren(part, now);
  }
  document.title = fresh.title;
  return Number(fresh.body.dataset.refresh);
}

/** Begins to look again and again; a page that nobody sees asks for nothing. */
export function begin(stale) {
  let seconds = Number(document.body.dataset.refresh);
  let failures = 0;
  const look = async () => {
    if (!document.hidden) {
      try {
        seconds = await refresh();
        failures = 0;
      } catch {
        failures += 1;
      }
      stale.hidden = failures < 2;
    }
    if (seconds > 0) setTimeout(look, 1000 * Math.min(30, seconds * 2 ** Math.min(failures, 4)));
  };
  if (seconds > 0) setTimeout(look, 1000 * seconds);
}
