"use strict";
// Sorting and filtering of the tables that stand in the page. Text is only ever put in as text.
(() => {
  const order = new Intl.Collator("en", {numeric: true, sensitivity: "base"});

  function make(parent, name, text) {
    const element = document.createElement(name);
    if (text !== undefined)
      element.textContent = text;
    parent.append(element);
    return element;
  }

  // What a cell is sorted by: numbers as such, levels by their weight, all else as text in which numbers count as numbers.
  function key(cell, number) {
    const text = cell.dataset.v ?? cell.textContent;
    return number ? Number(text.replaceAll(",", "")) : text;
  }

  function sort(table, rows, column, header) {
    const was = header.getAttribute("aria-sort"), number = "number" in header.dataset;
    const now = was === "ascending" ? "descending" : was === "descending" ? null : "ascending";
    for (const other of table.tHead.rows[0].cells)
      other.removeAttribute("aria-sort");
    let sorted = rows;
    if (now) {
      header.setAttribute("aria-sort", now);
      const sign = now === "ascending" ? 1 : -1;
      const keyed = rows.map((row) => [key(row.cells[column], number), row]);
      keyed.sort((a, b) => sign * (number ? a[0] - b[0] : order.compare(a[0], b[0])));
      sorted = keyed.map((pair) => pair[1]);
    }
    table.tBodies[0].replaceChildren(...sorted);
  }

  // The words of the field, each of which a row must have, and one value for each of the other controls.
  function filter(state) {
    state.texts ??= state.rows.map((row) => row.textContent.toLowerCase());
    const words = state.field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = state.choices.filter((choice) => choice.control.value);
    let shown = 0;
    state.rows.forEach((row, i) => {
      const fits = words.every((word) => state.texts[i].includes(word)) &&
          wanted.every((choice) => row.cells[choice.column].textContent === choice.control.value);
      if (row.hidden === fits)
        row.hidden = !fits;
      shown += fits;
    });
    state.told.textContent = `${shown.toLocaleString("en")} of ${state.rows.length.toLocaleString("en")} lines`;
  }

  // The values of a column, if a reader can choose among them.
  function values(rows, column, header) {
    const seen = new Map();
    for (const row of rows) {
      const cell = row.cells[column];
      if (cell.textContent)
        seen.set(cell.textContent, key(cell, "number" in header.dataset));
      if (seen.size > 40)
        return [];
    }
    const pairs = [...seen].sort((a, b) => typeof a[1] === "number" ? b[1] - a[1] : order.compare(a[1], b[1]));
    return pairs.length > 1 ? pairs.map((pair) => pair[0]) : [];
  }

  function labelled(tools, text, control) {
    const label = make(tools, "label", text);
    return make(label, control);
  }

  function addTools(table, rows) {
    const tools = document.createElement("div");
    tools.className = "tools";
    const state = {rows, choices: [], field: labelled(tools, "Filter by words", "input")};
    state.field.type = "search";
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const known = "choose" in header.dataset ? values(rows, column, header) : [];
      if (!known.length)
        return;
      const control = labelled(tools, header.textContent, "select");
      make(control, "option", "all").value = "";
      for (const value of known)
        make(control, "option", value).value = value;
      control.addEventListener("change", () => filter(state));
      state.choices.push({column, control});
    });
    state.told = make(tools, "output");
    let waiting = 0;
    state.field.addEventListener("input", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => filter(state));
    });
    table.parentElement.before(tools);
  }

  function addSorting(table, rows) {
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      header.replaceChildren(button);
      button.addEventListener("click", () => sort(table, rows, column, header));
    });
  }

  for (const table of document.querySelectorAll("table.lines")) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 2)
      continue;
    if (rows.length > 5)
      addTools(table, rows);
    addSorting(table, rows);
  }

  // A link to a group opens it.
  function open() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const details = target && target.querySelector(":scope > details");
    if (details)
      details.open = true;
  }
  addEventListener("hashchange", open);
  open();
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details"))
      details.open = true;
  });
})();
