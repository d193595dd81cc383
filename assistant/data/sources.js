// Where an answer comes from: the card beside a citation, and the source that it opens. Answers come and go, so the
// listeners are the document's.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const narrow = matchMedia("(max-width: 900px)");

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
    for (const other of turn.querySelectorAll(".cite, mark, rect")) other.classList.remove("now");
    for (const other of turn.querySelectorAll(".cite")) other.setAttribute("aria-expanded", "false");
  }

  function light(source, button) {
    button.classList.add("now");
    button.setAttribute("aria-expanded", "true");
    for (const mark of source.querySelectorAll("mark, rect")) {
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

  // A page of the original as large as the window allows.
  window.policyPage.actions.leaf = (button) => {
    const large = document.createElement("dialog");
    large.className = "leaf-dialog";
    large.setAttribute("aria-label", button.getAttribute("aria-label"));
    const shut = document.createElement("button");
    shut.type = "button";
    shut.className = "shut";
    shut.textContent = "×";
    shut.setAttribute("aria-label", document.querySelector(".words").dataset.close);
    const sheet = document.createElement("div");
    sheet.className = "leaf-large";
    sheet.append(...[...button.children].map((part) => part.cloneNode(true)));
    large.append(shut, sheet);
    large.addEventListener("click", (event) => { if (event.target === large || event.target === shut) large.close(); });
    large.addEventListener("close", () => { large.remove(); button.focus(); });
    document.body.append(large);
    large.showModal();
    (large.querySelector("rect.now") ?? large.querySelector("rect"))?.scrollIntoView({ block: "center" });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (button?.classList.contains("cite")) open(button);
    else if (button?.classList.contains("back")) document.getElementById(button.dataset.turn)?.scrollIntoView({ behavior: calm });
  });
})();
