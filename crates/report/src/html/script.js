// Makes the tables sort, filter, page and open. Every text is set as text, never as markup.
(() => {
  "use strict";
  const { texts, words, tables, codes } = JSON.parse(document.getElementById("data").textContent);
  const tones = ["plain", "good", "warn", "bad", "dim"];
  const isNarrow = matchMedia("(max-width: 640px)").matches;
  const size = isNarrow ? 10 : 50;
  const printed = 1000;
  const number = new Intl.NumberFormat("en-US");
  let lower, ranks;

  /** The texts in lower case, for filtering. */
  const lowered = () => (lower ??= texts.map((text) => text.toLowerCase()));

  /** The place of each text in alphabetical order, for sorting. */
  const ranked = () => {
    if (ranks) return ranks;
    const collator = new Intl.Collator("en", { numeric: true });
    const order = texts.map((_, at) => at).sort((a, b) => collator.compare(texts[a], texts[b]));
    ranks = new Uint32Array(texts.length);
    order.forEach((text, rank) => { ranks[text] = rank; });
    return ranks;
  };

  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== null) made.setAttribute(name, value);
    }
    made.append(...children.map((child) => (child instanceof Node ? child : document.createTextNode(child))));
    return made;
  };

  /** Only nothing is 0 %, and only all is 100 %. */
  const percent = (share) => {
    const tenths = Math.round(share * 1000);
    if (tenths === 0 && share > 0) return "<0.1 %";
    if (tenths === 1000 && share < 1) return "99.9 %";
    return `${tenths % 10 ? (tenths / 10).toFixed(1) : tenths / 10} %`;
  };

  /** What people read for a value. */
  const told = (kind, value) => {
    if (value === null) return "";
    switch (kind) {
      case "count": return number.format(value);
      case "share": return percent(value);
      case "code": return String(value);
      case "bool": return value ? "yes" : "no";
      case "word": return words[value][0];
      default: return texts[value];
    }
  };

  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

  /** A text whose words stay whole, addresses and ids too; one with a word too long for any column breaks anywhere. */
  const wrapped = (text) => {
    const parts = text.split(" ");
    if (parts.some((part) => part.length > 40)) return element("span", { class: "clamp long" }, text);
    if (parts.length > 40) return element("span", { class: "clamp" }, text);
    return element("span", { class: "clamp" }, ...parts.flatMap((part, at) => [
      at ? " " : "", /[-@/.]/.test(part) && !isId.test(part) ? element("span", { class: "whole" }, part) : part,
    ]));
  };

  const shown = (kind, value) => {
    if (value === null) return "";
    if (kind === "word") return element("span", { class: `word ${tones[words[value][1]]}` }, words[value][0]);
    if (kind === "text") return wrapped(texts[value]);
    return told(kind, value);
  };

  /** What the error codes in a value mean, a line each. */
  const explained = (column, value) => {
    if (!column.codes || value === null) return [];
    const found = told(column.kind, value).match(/\d+/g) ?? [];
    return found.some((code) => codes[code]) ? found.map((code) => (codes[code] ? `${code}: ${codes[code]}` : code)) : [];
  };

  const isRight = (kind) => kind === "count" || kind === "share";

  class View {
    constructor(host, table) {
      Object.assign(this, { host, table, page: 0, text: "", chosen: new Map(), sorted: null, unfolded: false, all: false });
      this.beside(0);
      this.open = new Set();
      this.count = element("span", { class: "shown", "aria-live": "polite" });
      this.body = element("tbody");
      this.head = element("tr");
      this.pages = element("div", { class: "pages" });
      this.fold = element("div", { class: "folded" });
      this.grid = element("table", {}, element("thead", {}, this.head), this.body);
      host.replaceChildren(this.tools(), element("div", { class: "scroll" }, this.grid), this.pages, this.fold);
      this.kept = this.matching();
      this.fit();
    }

    /** Puts the columns side by side but for the last few that can be missed, which a row opens. */
    beside(fewer) {
      const { columns } = this.table;
      const missed = columns.filter((column) => column.show === 1).reverse().slice(0, fewer);
      this.side = columns.filter((column) => column.show < 2 && !missed.includes(column));
      this.beneath = columns.filter((column) => column.show === 2 || missed.includes(column));
    }

    /** Shows as many columns as there is room for. */
    fit() {
      const wide = this.table.columns.filter((column) => column.show === 1).length;
      for (let fewer = 0; fewer <= wide; fewer += 1) {
        this.beside(fewer);
        this.draw();
        if (this.grid.scrollWidth <= this.grid.parentElement.clientWidth) return;
      }
    }

    /** Whether there is more to a row than stands side by side. */
    opens() {
      return this.beneath.length > 0 || this.side.some((column) => column.codes);
    }

    tools() {
      const { rows } = this.table;
      if (rows.length <= 8) return element("div", { hidden: "" });
      const input = element("input", { type: "search", placeholder: "Filter rows", "aria-label": "Filter rows" });
      input.addEventListener("input", () => { this.text = input.value.trim().toLowerCase(); this.update(); });
      return element("div", { class: "tools" }, input, ...this.chips(), this.count);
    }

    /** A switch for each of the words of a column that has few. */
    chips() {
      return this.table.columns.filter((column) => column.kind === "word").flatMap((column) => {
        const counts = new Map();
        for (const row of this.table.rows) if (row[column.at] !== null) counts.set(row[column.at], (counts.get(row[column.at]) ?? 0) + 1);
        if (counts.size < 2 || counts.size > 8) return [];
        const chosen = new Set();
        this.chosen.set(column.at, chosen);
        return [...counts].map(([word, count]) => {
          const chip = element("button", { class: "chip", type: "button", "aria-pressed": "false", title: column.title }, `${words[word][0]} ${number.format(count)}`);
          chip.addEventListener("click", () => {
            if (!chosen.delete(word)) chosen.add(word);
            chip.setAttribute("aria-pressed", String(chosen.has(word)));
            this.update();
          });
          return chip;
        });
      });
    }

    /** The rows that are asked for, in the order that is asked for. */
    matching() {
      const { rows, columns, folded } = this.table;
      const asked = this.text !== "" || [...this.chosen.values()].some((chosen) => chosen.size);
      const last = asked || this.unfolded ? rows.length : rows.length - folded;
      const hits = this.text === "" ? null : lowered().map((text) => text.includes(this.text));
      const contains = (row) => columns.some(({ at, kind }) => {
        const value = row[at];
        if (value === null) return false;
        return kind === "text" || kind === "time" ? hits[value] : told(kind, value).toLowerCase().includes(this.text);
      });
      const kept = [];
      for (let at = 0; at < last; at += 1) {
        const row = rows[at];
        const isChosen = [...this.chosen].every(([column, chosen]) => !chosen.size || chosen.has(row[column]));
        if (isChosen && (!hits || contains(row))) kept.push(at);
      }
      return this.sorted ? this.order(kept) : kept;
    }

    order(kept) {
      const { at, kind } = this.sorted.column;
      const rank = kind === "text" || kind === "time" ? ranked() : null;
      const key = (row) => { const value = this.table.rows[row][at]; return value === null ? null : rank ? rank[value] : Number(value); };
      const sign = this.sorted.down ? -1 : 1;
      return kept.map((row) => [key(row), row]).sort(([a, x], [b, y]) => (
        a === b ? x - y : a === null ? 1 : b === null ? -1 : sign * (a - b)
      )).map(([, row]) => row);
    }

    update() {
      this.kept = this.matching();
      this.page = 0;
      this.draw();
    }

    draw() {
      const { rows, folded, folded_as } = this.table;
      const from = this.page * size;
      const to = this.all ? Math.min(this.kept.length, printed) : Math.min(from + size, this.kept.length);
      this.header();
      this.body.replaceChildren(...this.kept.slice(this.all ? 0 : from, to).flatMap((row) => this.row(row)));
      this.count.textContent = this.kept.length === rows.length ? `${number.format(rows.length)} rows` : `${number.format(this.kept.length)} of ${number.format(rows.length)} rows`;
      this.pager(from, to);
      const hasFolded = folded > 0 && this.text === "";
      this.fold.replaceChildren(...(hasFolded ? [element("button", { type: "button", onclick: () => { this.unfolded = !this.unfolded; this.update(); } },
        `${this.unfolded ? "Hide" : "Show"} ${number.format(folded)} ${folded_as || "more"}`)] : []));
    }

    header() {
      const titles = this.side.map((column) => {
        const sorted = this.sorted?.column === column ? (this.sorted.down ? "descending" : "ascending") : null;
        const button = element("button", { type: "button", onclick: () => this.sort(column) }, column.title);
        return element("th", { scope: "col", class: isRight(column.kind) ? "right" : null, "aria-sort": sorted }, button);
      });
      this.head.replaceChildren(...(this.opens() ? [element("th", { class: "open" })] : []), ...titles);
    }

    /** Numbers and times begin with the largest, texts with A; the third time brings back the given order. */
    sort(column) {
      const first = ["count", "share", "time"].includes(column.kind);
      if (this.sorted?.column !== column) this.sorted = { column, down: first };
      else if (this.sorted.down === first) this.sorted = { column, down: !first };
      else this.sorted = null;
      this.update();
      this.head.querySelectorAll("button")[this.side.indexOf(column)].focus();
    }

    row(at) {
      const values = this.table.rows[at];
      const cells = this.side.map((column) => element("td", {
        class: (isRight(column.kind) ? "right" : `is-${column.kind}`) + (column === this.side[0] ? " first" : ""), "data-label": column.title,
        title: explained(column, values[column.at]).join("\n") || null,
      }, ...[shown(column.kind, values[column.at])].filter((child) => child !== "")));
      if (!this.opens()) return [element("tr", { class: "row" }, ...cells)];
      const isOpen = this.open.has(at);
      const toggle = () => {
        const isFocused = document.activeElement?.dataset.row === String(at);
        if (!this.open.delete(at)) this.open.add(at);
        this.draw();
        if (isFocused) this.body.querySelector(`[data-row="${at}"]`).focus();
      };
      const button = element("button", { type: "button", "data-row": String(at), "aria-expanded": String(isOpen), "aria-label": `Details of ${told(this.side[0].kind, values[this.side[0].at]) || "this row"}` }, isOpen ? "▾" : "▸");
      const line = element("tr", { class: "row opens" }, element("td", { class: "open" }, button), ...cells);
      line.addEventListener("click", () => { if (getSelection().isCollapsed) toggle(); });
      return isOpen ? [line, this.detail(values)] : [line];
    }

    detail(values) {
      const isTold = (column) => this.beneath.includes(column) || column.codes || told(column.kind, values[column.at]).length > 60;
      const entries = this.table.columns.filter((column) => values[column.at] !== null && isTold(column));
      const list = element("dl", {}, ...entries.flatMap((column) => {
        const meanings = explained(column, values[column.at]);
        const lines = meanings.length ? meanings : [told(column.kind, values[column.at])];
        return [element("dt", {}, column.title), element("dd", {}, ...lines.map((line) => element("div", {}, line)))];
      }));
      return element("tr", { class: "detail" }, element("td", { colspan: String(this.side.length + 1) }, list));
    }

    pager(from, to) {
      const turn = (by) => () => { this.page += by; this.draw(); };
      const back = element("button", { type: "button", onclick: turn(-1), "aria-label": "Previous rows" }, "‹");
      const on = element("button", { type: "button", onclick: turn(1), "aria-label": "Next rows" }, "›");
      back.disabled = this.page === 0;
      on.disabled = to >= this.kept.length;
      const isNeeded = this.kept.length > size && !this.all;
      this.pages.replaceChildren(...(isNeeded ? [back, `${number.format(from + 1)}–${number.format(to)} of ${number.format(this.kept.length)}`, on] : []));
      if (this.all && to < this.kept.length) this.pages.replaceChildren(`the first ${number.format(to)} of ${number.format(this.kept.length)} rows`);
      if (this.kept.length === 0) this.pages.replaceChildren("no rows");
    }
  }

  // A phone begins with the titles of a long report; each opens.
  if (isNarrow && document.querySelector(".chapter")) document.querySelectorAll("details.part").forEach((part) => { part.open = false; });
  const views = tables.map((table, at) => new View(document.querySelector(`[data-table="${at}"]`), table));
  let width = innerWidth;
  addEventListener("resize", () => {
    if (width === innerWidth) return;
    width = innerWidth;
    views.forEach((view) => view.fit());
  });
  document.addEventListener("toggle", ({ target }) => {
    if (target.open) views.filter((view) => target.contains(view.host)).forEach((view) => view.fit());
  }, true);
  const printing = (all) => views.forEach((view) => { view.all = all; view.draw(); });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.part:not([open])")];
    closed.forEach((part) => { part.open = true; });
    printing(true);
  });
  addEventListener("afterprint", () => {
    closed.forEach((part) => { part.open = false; });
    printing(false);
  });
})();
