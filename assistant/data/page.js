// What the pages do in the browser. One listener of each kind for the whole page: answers come and go.
(() => {
  const LONGEST = 500; // characters of a question
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const narrow = matchMedia("(max-width: 900px)");
  const box = () => document.querySelector("#question textarea");

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
  function draft(text) {
    try {
      if (text === undefined) return sessionStorage.getItem("draft") ?? "";
      sessionStorage.setItem("draft", text);
    } catch { /* storage is switched off */ }
    return "";
  }

  function lost() {
    if (document.querySelector(".connection-lost")) return;
    const said = document.createElement("p");
    said.className = "fault connection-lost";
    said.setAttribute("role", "alert");
    said.textContent = document.querySelector(".words").dataset.broken;
    document.querySelector("#status")?.before(said);
    document.querySelector("#live .turn.pending")?.remove();
    if (!box().value) type(draft());
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

  // ---- Sources ----

  function open(button) {
    const source = document.getElementById(button.dataset.source);
    if (!source) return;
    hideCard();
    if (narrow.matches) { openSheet(source, button); return; }
    const turn = button.closest(".turn");
    const close = source.open && button.classList.contains("now");
    for (const other of turn.querySelectorAll(".source")) other.open = false;
    clear(turn);
    if (close) return;
    source.open = true;
    light(source, button);
    const below = source.getBoundingClientRect().top > innerHeight * 0.6;
    source.scrollIntoView({ block: below ? "center" : "nearest", behavior: calm });
    source.querySelector("summary").focus({ preventScroll: true });
  }

  function clear(turn) {
    for (const other of turn.querySelectorAll(".cite, mark")) other.classList.remove("now");
    for (const other of turn.querySelectorAll(".cite")) other.setAttribute("aria-expanded", "false");
  }

  function light(source, button) {
    button.classList.add("now");
    button.setAttribute("aria-expanded", "true");
    for (const mark of source.querySelectorAll("mark")) {
      mark.classList.toggle("now", button.dataset.claim === "0" || mark.dataset.claim === button.dataset.claim);
    }
  }

  // On a narrow screen the source covers the page and closes with its button, with Escape or beside it.
  function openSheet(source, button) {
    const sheet = document.createElement("dialog");
    sheet.className = "sheet-dialog";
    const summary = source.querySelector("summary");
    const head = document.createElement("div");
    head.className = "sheet-head";
    head.append(...[...summary.children].map((part) => part.cloneNode(true)));
    const shut = document.createElement("button");
    shut.type = "button";
    shut.className = "shut";
    shut.textContent = "×";
    shut.setAttribute("aria-label", document.querySelector(".words").dataset.close);
    shut.addEventListener("click", () => sheet.close());
    sheet.setAttribute("aria-label", summary.querySelector(".name").textContent);
    sheet.append(shut, head, source.querySelector(".body").cloneNode(true));
    light(sheet, button);
    sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
    sheet.addEventListener("close", () => { clear(button.closest(".turn") ?? document); sheet.remove(); button.focus(); });
    document.body.append(sheet);
    sheet.showModal();
    sheet.querySelector("mark.now")?.scrollIntoView({ block: "center" });
  }

  // ---- The card beside a citation ----

  let card = null;
  let waiting = 0;

  function showCard(button) {
    const source = document.getElementById(button.dataset.source);
    if (!source || (source.open && !narrow.matches)) return;
    hideCard();
    card = document.createElement("div");
    card.className = "hover-card";
    card.setAttribute("aria-hidden", "true"); // the button itself says what it leads to
    for (const part of source.querySelectorAll("summary > :not(.number)")) card.append(part.cloneNode(true));
    const quoted = [...source.querySelectorAll("mark")]
      .filter((mark) => button.dataset.claim === "0" || mark.dataset.claim === button.dataset.claim)
      .map((mark) => mark.textContent).join(" ");
    if (quoted) {
      const words = document.createElement("p");
      words.className = "quoted";
      words.textContent = quoted.length > 160 ? quoted.slice(0, 160) + "……" : quoted;
      card.append(words);
    }
    card.addEventListener("mouseleave", hideCard);
    document.body.append(card);
    const at = button.getBoundingClientRect();
    const left = Math.max(12, Math.min(at.left - 24, innerWidth - card.offsetWidth - 12));
    const above = at.bottom + card.offsetHeight + 12 > innerHeight;
    card.style.left = `${left}px`;
    card.style.top = `${above ? at.top - card.offsetHeight - 4 : at.bottom + 4}px`;
  }

  function hideCard() {
    clearTimeout(waiting);
    card?.remove();
    card = null;
  }

  document.addEventListener("mouseover", (event) => {
    const button = event.target.closest?.(".cite");
    if (button) { clearTimeout(waiting); waiting = setTimeout(() => showCard(button), 120); }
    else if (!event.target.closest?.(".hover-card")) { clearTimeout(waiting); waiting = setTimeout(hideCard, 160); }
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(".cite:focus-visible")) showCard(event.target); else hideCard();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideCard(); });
  document.addEventListener("scroll", hideCard, { passive: true });

  // ---- Copying, saving, rating ----

  async function copy(text, button) {
    const own = button.dataset.own ?? (button.dataset.own = button.innerHTML);
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = byHand(text); }
    button.textContent = done ? button.dataset.done : button.dataset.failed;
    setTimeout(() => { button.innerHTML = own; }, 1800);
  }

  // Without a secure connection browsers offer only the old way.
  function byHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function saveTable(button) {
    const table = button.closest(".shape").querySelector("table");
    const cell = (item) => {
      const own = item.cloneNode(true);
      for (const mark of own.querySelectorAll(".cites")) mark.remove();
      const text = own.textContent.trim();
      // A leading sign would be read as a formula.
      const plain = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
      return `"${plain.replaceAll('"', '""')}"`;
    };
    const lines = [...table.rows].map((row) => [...row.cells].map(cell).join(","));
    save(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }), "figures.csv");
  }

  function savePicture(button, kind) {
    const picture = button.closest(".plot-frame").querySelector("svg");
    const text = '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(picture);
    const blob = new Blob([text], { type: "image/svg+xml" });
    if (kind === "svg") { save(blob, "figures.svg"); return; }
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = picture.viewBox.baseVal.width * 2;
      canvas.height = picture.viewBox.baseVal.height * 2;
      const paper = canvas.getContext("2d");
      paper.fillStyle = "#ffffff";
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(image.src);
      canvas.toBlob((drawn) => save(drawn, "figures.png"), "image/png");
    };
    image.src = URL.createObjectURL(blob);
  }

  async function rate(turn, values, form) {
    const said = turn.querySelector(".said-so");
    said.textContent = "";
    try {
      const reply = await fetch("/rating", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ turn: Number(turn.dataset.number), ...values }),
      });
      said.textContent = reply.ok ? form.dataset.done : form.dataset.failed;
      return reply.ok;
    } catch {
      said.textContent = form.dataset.failed;
      return false;
    }
  }

  async function pressThumb(button) {
    const turn = button.closest(".turn");
    const form = turn.querySelector("form.why");
    const down = button.dataset.verdict === "down";
    form.hidden = !down;
    for (const thumb of turn.querySelectorAll(".thumb")) thumb.setAttribute("aria-pressed", String(thumb === button));
    turn.querySelector('[data-verdict="down"]').setAttribute("aria-expanded", String(down));
    if (down) form.querySelector("input").focus();
    else if (!(await rate(turn, { verdict: "up" }, form))) button.setAttribute("aria-pressed", "false");
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form.why")) return;
    event.preventDefault();
    const values = Object.fromEntries(new FormData(form));
    if (await rate(form.closest(".turn"), { verdict: "down", ...values }, form)) form.hidden = true;
  });

  // ---- Clicks ----

  const actions = {
    theme: () => window.switchTheme(),
    copy: (button) => copy(button.closest(".turn").querySelector("template.plain").content.textContent, button),
    link: (button) => copy(new URL(button.dataset.link, location.href).href, button),
    rate: pressThumb,
    csv: saveTable,
    png: (button) => savePicture(button, "png"),
    svg: (button) => savePicture(button, "svg"),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.dataset.action) actions[button.dataset.action](button);
    else if (button.dataset.ask) ask(button.dataset.ask);
    else if (button.classList.contains("cite")) open(button);
    else if (button.classList.contains("back")) document.getElementById(button.dataset.turn)?.scrollIntoView({ behavior: calm });
  });

  // Enter that ends the choice of a Chinese character sends nothing.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.isComposing) event.stopPropagation();
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    count();
    if (event.target.value) draft(event.target.value);
  });

  // ---- A new question comes into view ----

  let shown = "";
  let settling = 0;
  function follow() {
    const turn = document.querySelector("#live .turn");
    if (!turn) { shown = ""; return; }
    document.querySelector(".connection-lost")?.remove();
    if (!turn.classList.contains("pending") && !box().value) draft("");
    if (turn.id === shown && !settling) return;
    shown = turn.id;
    clearTimeout(settling);
    settling = setTimeout(() => {
      settling = 0;
      document.getElementById(shown)?.scrollIntoView({ block: "start", behavior: calm });
    }, 60);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector("gradio-app")) return;
    const started = new MutationObserver(() => {
      const live = document.querySelector("#live");
      if (!live || !box()) return;
      started.disconnect();
      document.querySelector("gradio-app main")?.setAttribute("role", "none"); // the page has one of its own
      new MutationObserver(follow).observe(live, { childList: true, subtree: true });
      // The framework says in words of its own, unseen here, that it cannot reach the server.
      new MutationObserver(() => { if (document.querySelector(".toast-body")) lost(); })
        .observe(document.body, { childList: true, subtree: true });
      if (draft() && !box().value) type(draft());
      // On a phone the keyboard would cover the page before it is read.
      if (!narrow.matches && document.activeElement === document.body) box().focus({ preventScroll: true });
    });
    started.observe(document.body, { childList: true, subtree: true });
  });
})();
