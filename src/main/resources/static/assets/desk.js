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
