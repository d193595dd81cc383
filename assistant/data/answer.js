// What a reader does with an answer: copy it, save its figures, say what it is worth.
(() => {
  const { copy, actions } = window.policyPage;

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
        body: JSON.stringify({ tab: window.policyChat.tab(), turn: Number(turn.dataset.number), ...values }),
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

  Object.assign(actions, {
    copy: (button) => copy(button.closest(".turn").querySelector("template.plain").content.textContent, button),
    rate: pressThumb,
    csv: saveTable,
    png: (button) => savePicture(button, "png"),
    svg: (button) => savePicture(button, "svg"),
  });
})();
