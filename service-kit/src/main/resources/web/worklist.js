"use strict";
// The worklist: what has not changed stays as it is, keys, who looks at what, sound and notifications.
(() => {
  // What the server wrote for an element, before anything here touched it.
  const written = new WeakMap();
  const remember = (root) => {
    for (const element of root.querySelectorAll("[id]")) written.set(element, element.outerHTML);
  };

  // Takes over what a person did in the old element: open details, text, choices, the place of the cursor.
  function carryOver(old, fresh) {
    for (const details of old.querySelectorAll("details[id][open]")) {
      const same = fresh.querySelector("#" + CSS.escape(details.id));
      if (same) same.open = true;
    }
    for (const field of old.querySelectorAll("input[id], select[id]")) {
      const same = fresh.querySelector("#" + CSS.escape(field.id));
      if (same) same.value = field.value;
    }
    const active = document.activeElement;
    const focus = active === old ? fresh : old.contains(active) && active.id && fresh.querySelector("#" + CSS.escape(active.id));
    return focus ? () => focus.focus() : null;
  }

  function reconcile(parent, incoming, added, refocus) {
    const olds = new Map([...parent.children].filter((child) => child.id).map((child) => [child.id, child]));
    const next = [...incoming.children].map((fresh) => {
      const old = fresh.id && olds.get(fresh.id);
      if (!old) { added.push(fresh); return fresh; }
      if (written.get(old) === written.get(fresh)) return old;
      if (fresh.matches("ol.alerts")) {
        written.set(old, written.get(fresh));
        reconcile(old, fresh, added, refocus);
        return old;
      }
      const focus = carryOver(old, fresh);
      if (focus) refocus.push(focus);
      added.push(fresh);
      return fresh;
    });
    const kept = new Set(next);
    for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
    let at = parent.firstElementChild;
    for (const node of next) {
      if (node === at) at = at.nextElementSibling;
      else parent.insertBefore(node, at);
    }
  }

  htmx.defineExtension("keyed", {
    isInlineSwap: (style) => style === "keyed",
    handleSwap(style, target, fragment) {
      if (style !== "keyed") return false;
      remember(fragment);
      const added = [], refocus = [];
      reconcile(target, fragment, added, refocus);
      for (const focus of refocus) focus();
      return added;
    },
  });

  const list = document.querySelector("#worklist");
  if (!list) return;
  remember(document.querySelector("main"));

  const headers = () => JSON.parse(document.body.getAttribute("hx-headers"));
  const say = (text) => { const said = document.querySelector("#said"); if (said) said.textContent = text; };
  const cards = () => [...document.querySelectorAll(".alert")];
  const selected = () => document.querySelector(".alert[aria-current=true]");
  let remembered = null;

  function look() {
    const card = selected();
    if (card && document.visibilityState === "visible") {
      fetch("/worklist/" + card.id.slice("alert-".length) + "/look", { method: "POST", headers: headers() });
    }
  }

  function select(card) {
    if (card === selected()) return;
    selected()?.removeAttribute("aria-current");
    if (!card) return;
    card.setAttribute("aria-current", "true");
    card.scrollIntoView({ block: "nearest" });
    if (remembered !== card.id) { remembered = card.id; look(); }
  }

  function move(by) {
    const all = cards();
    if (!all.length) return;
    const at = all.indexOf(selected());
    const card = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    select(card);
    card.focus({ preventScroll: true });
  }

  const action = (name) => selected()?.querySelector(`[data-action="${name}"]`);
  const note = () => selected()?.querySelector("[name=note]");
  function more() {
    const details = action("more")?.closest("details");
    if (details) details.open = true;
    return details;
  }
  function withNote(name) {
    if (!action(name)) return say("Not possible for this alert.");
    if (note()?.value.trim()) return action(name).click();
    say("Write a note first.");
    note()?.focus();
  }

  const keys = {
    j: () => move(1), ArrowDown: () => move(1),
    k: () => move(-1), ArrowUp: () => move(-1),
    a: () => action("acknowledge")?.click(),
    c: () => action("call")?.click(),
    m: () => more()?.querySelector("select, button")?.focus(),
    r: () => { more(); action("outcome")?.focus(); },
    s: () => { more(); withNote("snooze"); },
    p: () => { more(); action("repeat")?.click(); },
    h: () => { more(); action("hand-over")?.click(); },
    d: () => { more(); withNote("pass-on"); },
    t: () => action("take-over")?.click(),
    u: () => action("undo")?.click(),
    n: () => note()?.focus(),
    o: () => selected()?.querySelector("a.patient")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest(".alert input, .alert select");
    if (field && event.key === "Escape") {
      const card = field.closest(".alert");
      select(card);
      card.focus();
    }
    if (event.key === "Enter" && event.target.matches("[data-action=outcome]")) {
      event.preventDefault();
      select(event.target.closest(".alert"));
      action("resolve")?.click();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  list.addEventListener("focusin", (event) => select(event.target.closest(".alert")));
  setInterval(look, 20000);

  // Sound and notifications, when a person asked for them. Neither says anything about health.
  const button = document.querySelector("#signals");
  const wanted = () => localStorage.getItem("vigil-signals") === "on";
  const showWanted = () => button?.setAttribute("aria-pressed", String(wanted()));
  let sound = null;
  button?.addEventListener("click", async () => {
    localStorage.setItem("vigil-signals", wanted() ? "off" : "on");
    showWanted();
    if (wanted()) {
      sound = new AudioContext();
      if ("Notification" in window) await Notification.requestPermission();
    }
  });
  showWanted();

  function signal(count) {
    const text = count === 1 ? "A critical alert waits for you in Vigil." : count + " critical alerts wait for you in Vigil.";
    say(text);
    if (!wanted()) return;
    sound ??= new AudioContext();
    const tone = sound.createOscillator(), gain = sound.createGain();
    tone.frequency.value = 880;
    gain.gain.value = 0.15;
    tone.connect(gain).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.35);
    if ("Notification" in window && Notification.permission === "granted") {
      new Notification(text, { tag: "vigil", requireInteraction: true });
    }
  }

  const critical = () => [...document.querySelectorAll("#now-alerts .alert[data-severity=CRITICAL]")].map((card) => card.id);
  let known = new Set(critical());
  document.body.addEventListener("htmx:afterSettle", () => {
    const fresh = critical().filter((id) => !known.has(id));
    if (fresh.length) signal(fresh.length);
    known = new Set(critical());
    const same = remembered && document.getElementById(remembered);
    if (same) select(same);
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr?.getResponseHeader("Vigil-Not-Done")) say("That was not possible any more; the list is up to date now.");
    if (event.detail.failed) say(event.detail.xhr?.status === 400 ? "That was refused: see the note." : "The server did not answer.");
  });
})();
