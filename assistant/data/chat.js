// The conversation of a tab: what is asked, what has come back, and what must not get lost on the way.
(() => {
  const LONGEST = 500; // characters of a question
  const KEPT = 20; // turns on the page, as many as the server keeps
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const narrow = matchMedia("(max-width: 900px)");
  const box = () => document.querySelector("#question textarea");

  // What a tab remembers until it is closed.
  function inTab(name, value) {
    try {
      if (value !== undefined) sessionStorage.setItem(name, value);
      return sessionStorage.getItem(name) ?? "";
    } catch { return value ?? ""; } // storage is switched off
  }

  // ---- A name for the tab ----

  // Each tab has a conversation of its own. The copy of a tab begins with the name of the first one, so it asks
  // whether somebody has it, and takes another.
  const newName = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => (byte % 36).toString(36)).join("");
  let tab = inTab("tab") || newName();
  inTab("tab", tab);
  if (window.BroadcastChannel) {
    const own = newName();
    const others = new BroadcastChannel("tabs");
    others.addEventListener("message", ({ data }) => {
      if (data.to === own) { tab = newName(); inTab("tab", tab); }
      else if (!data.to && data.tab === tab) others.postMessage({ to: data.from });
    });
    others.postMessage({ tab, from: own });
  }

  // ---- Turns ----

  // The server sends each turn once. Those before it stay as their reader left them: what is open stays open.
  function show(turns, html) {
    const sent = document.createElement("template");
    sent.innerHTML = html;
    const whole = sent.content.querySelector(".conversation");
    if (whole) turns.replaceChildren(...whole.children);
    else {
      turns.querySelector(".turn.pending")?.remove();
      turns.append(sent.content);
    }
    while (turns.children.length > KEPT) turns.firstElementChild.remove();
    if (html && !whole) arrived(turns.lastElementChild);
  }

  // A new question comes into view; the rest of its answer moves nothing.
  let shown = "";
  let settling = 0;
  function arrived(turn) {
    document.querySelector(".connection-lost")?.remove();
    if (!turn.classList.contains("pending") && !box().value) inTab("draft", "");
    if (turn.id === shown && !settling) return;
    shown = turn.id;
    clearTimeout(settling);
    settling = setTimeout(() => {
      settling = 0;
      document.getElementById(shown)?.scrollIntoView({ block: "start", behavior: calm });
    }, 60);
  }

  // Called by the framework: with the element of the turns when it is there, and before each request.
  window.policyChat = {
    tab: () => tab,
    follow: (turns, props, watch) => watch("value", () => show(turns, props.value)),
  };

  // ---- Asking ----

  function type(text) {
    const field = box();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Sends a question of a button. Before the framework has started, the question waits.
  function ask(text) {
    if (!document.querySelector("#send")) { setTimeout(() => ask(text), 60); return; }
    type(text);
    setTimeout(() => document.querySelector("#send").click(), 30);
  }

  // What is typed outlives a lost connection and a reload, until it has been answered.
  function lost() {
    if (document.querySelector(".connection-lost")) return;
    const said = document.createElement("p");
    said.className = "fault connection-lost";
    said.setAttribute("role", "alert");
    said.textContent = document.querySelector(".words").dataset.broken;
    document.querySelector("#status")?.before(said);
    document.querySelector("#turns .turn.pending")?.remove();
    if (!box().value) type(inTab("draft"));
  }

  // Says that a question is too long before it is sent.
  function count() {
    const length = [...box().value.trim()].length;
    let said = document.querySelector(".count");
    if (!said && length > LONGEST) {
      said = document.createElement("p");
      said.className = "count aside";
      said.setAttribute("role", "status");
      document.querySelector("#status").before(said);
    }
    const words = document.querySelector(".words").dataset.long;
    if (said) said.textContent = length > LONGEST ? words.replace("{length}", length).replace("{limit}", LONGEST) : "";
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-ask]");
    if (button) ask(button.dataset.ask);
  });
  // Enter that ends the choice of a Chinese character sends nothing.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.isComposing) event.stopPropagation();
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    count();
    if (event.target.value) inTab("draft", event.target.value);
  });

  // ---- The framework has started ----

  document.addEventListener("DOMContentLoaded", () => {
    const started = new MutationObserver(() => {
      if (!document.querySelector("#turns") || !box()) return;
      started.disconnect();
      document.querySelector("gradio-app main")?.setAttribute("role", "none"); // the page has one of its own
      for (const link of document.querySelectorAll(".export a")) link.search = `?tab=${tab}`;
      // The framework says in words of its own, unseen here, that it cannot reach the server.
      new MutationObserver(() => { if (document.querySelector(".toast-body")) lost(); })
        .observe(document.body, { childList: true, subtree: true });
      if (inTab("draft") && !box().value) type(inTab("draft"));
      // On a phone the keyboard would cover the page before it is read.
      if (!narrow.matches && document.activeElement === document.body) box().focus({ preventScroll: true });
    });
    started.observe(document.body, { childList: true, subtree: true });
  });
})();
