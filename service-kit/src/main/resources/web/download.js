"use strict";
// Exports with progress: the server tells beforehand how many readings there are, and each is a line. What is too much for
// the memory of a page is left to the browser, which writes it to the disk as it comes.
(() => {
  const MOST = 500000;

  function report(link) {
    const status = document.createElement("span");
    status.className = "download";
    status.setAttribute("role", "status");
    status.append(document.createElement("progress"), document.createElement("span"));
    link.after(status);
    return status;
  }

  function show(status, done, total) {
    const bar = status.querySelector("progress");
    if (total > 0) { bar.max = total; bar.value = Math.min(done, total); }
    bar.setAttribute("aria-label", "Export");
    status.lastChild.textContent = ` ${done.toLocaleString("en")} of ${total.toLocaleString("en")} readings`;
  }

  const lines = (bytes) => { let count = 0; for (const byte of bytes) if (byte === 10) count++; return count; };

  async function read(answer, status, total) {
    const parts = [];
    const reader = answer.body.getReader();
    let done = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      done += lines(part.value);
      show(status, Math.min(done, total), total);
    }
    return new Blob(parts, { type: answer.headers.get("Content-Type") });
  }

  function keep(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function fetched(link) {
    const stop = new AbortController();
    const status = report(link);
    try {
      const answer = await fetch(link.href, { signal: stop.signal });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      const total = Number(answer.headers.get("Vigil-Readings"));
      if (total > MOST) {
        stop.abort();
        status.lastChild.textContent = ` ${total.toLocaleString("en")} readings: see the browser's downloads`;
        location.assign(link.href);
        return;
      }
      show(status, 0, total);
      const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"));
      keep(await read(answer, status, total), name ? name[1] : "");
      status.lastChild.textContent = ` ${total.toLocaleString("en")} readings, done`;
      status.dataset.done = "true";
    } catch (failure) {
      status.lastChild.textContent = ` The export failed (${failure.message}). Try again.`;
    }
    status.querySelector("progress").remove();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-export]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (link.nextElementSibling?.matches(".download")) link.nextElementSibling.remove();
      fetched(link);
    }
  });
})();
