"use strict";
// Shows what was pushed, and opens the page that it is about.
self.addEventListener("push", (event) => {
  const [text, ...rest] = event.data ? event.data.text().split("\n") : ["Something waits for you in Vigil."];
  const link = rest.at(-1) ?? "/worklist";
  event.waitUntil(self.registration.showNotification(text, { tag: "vigil", requireInteraction: true, data: link }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
