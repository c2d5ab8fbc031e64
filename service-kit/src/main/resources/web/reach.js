"use strict";
// Subscribes this browser to pushes, when a person asks for it.
(() => {
  const button = document.querySelector("#push");
  if (!button) return;
  const said = document.querySelector("#push-said");
  button.addEventListener("click", async () => {
    try {
      const registration = await navigator.serviceWorker.register("/push-worker.js");
      const key = Uint8Array.from(atob(button.dataset.key.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
      const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const headers = { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) };
      const answer = await fetch("/api/contacts", {
        method: "POST", headers, body: JSON.stringify({ channel: "push", address: JSON.stringify(subscription) }),
      });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      location.reload();
    } catch (failure) {
      said.textContent = "This browser cannot be notified: " + failure.message;
    }
  });
})();
