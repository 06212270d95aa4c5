// Keeps a draft while it is typed. Everything else works without scripts.
document.addEventListener("input", event => {
    const form = event.target.closest("form");
    const kept = document.getElementById("kept");
    if (!form || !kept || !form.contains(kept) || !window.htmx) {
        return;
    }
    clearTimeout(form.keeping);
    form.keeping = setTimeout(() => window.htmx.trigger(kept, "keep"), 1500);
});

// A form that is on its way is not sent twice.
document.addEventListener("submit", event => {
    const form = event.target;
    const kept = document.getElementById("kept");
    if (kept && form.contains(kept)) {
        clearTimeout(form.keeping);
    }
    if (form.dataset.sent) {
        event.preventDefault();
    }
    form.dataset.sent = "1";
});

// Coming back with the browser's button shows the page as it was, with its buttons alive.
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(form => delete form.dataset.sent));

// Keys, only where the focus already is: up and down (or k and j) go through a tray, x ticks; Ctrl+S keeps a draft.
document.addEventListener("keydown", event => {
    const row = event.target.closest("main table tbody tr");
    if (event.ctrlKey && event.key === "s") {
        const keep = document.querySelector("button[name='do'][value='save']:not([aria-hidden])");
        if (keep) {
            event.preventDefault();
            keep.click();
        }
    } else if (row && !event.ctrlKey && !event.altKey && !event.metaKey && !event.target.matches("select, textarea, input:not([type=checkbox])")) {
        const step = {ArrowDown: 1, j: 1, ArrowUp: -1, k: -1}[event.key];
        const next = step && row.parentElement.rows[row.sectionRowIndex + step];
        if (next) {
            event.preventDefault();
            next.querySelector("a")?.focus();
        } else if (event.key === "x") {
            row.querySelector("input[type=checkbox]")?.click();
        }
    }
});
