// Keeps a draft while it is typed. Everything else works without scripts.
document.addEventListener("input", event => {
    const form = event.target.closest("form");
    const kept = document.getElementById("kept");
    if (!form || !kept || !form.contains(kept) || !window.htmx) {
        return;
    }
    clearTimeout(form.keeping);
    form.keeping = setTimeout(() => {
        remember(form);
        window.htmx.trigger(kept, "keep");
    }, 1500);
});

// A form that is on its way is not sent twice.
document.addEventListener("submit", event => {
    const form = event.target;
    const kept = document.getElementById("kept");
    if (kept && form.contains(kept)) {
        clearTimeout(form.keeping);
        remember(form);
    }
    if (form.action.endsWith("/sign-out")) {
        Object.keys(sessionStorage).filter(key => key.startsWith("draft:")).forEach(key => sessionStorage.removeItem(key));
    }
    if (form.dataset.sent) {
        event.preventDefault();
    }
    form.dataset.sent = "1";
});

// What was typed stays in this window until it is saved: a session may end in between.
const place = () => "draft:" + location.pathname;
const revision = () => document.getElementById("revision")?.value;

function remember(form) {
    const fields = [...new FormData(form)].filter(([name]) => name.startsWith("/") || name.startsWith("paste:"));
    try {
        sessionStorage.setItem(place(), JSON.stringify({revision: revision(), fields}));
    } catch (full) {
        console.warn("what is typed cannot be kept in this window", full);
    }
}

// Fills the form with it and saves; rows that the page does not have go along as they are.
function restore(form, fields) {
    const names = new Set(fields.map(([name]) => name));
    for (const control of form.elements) {
        if (control.name.startsWith("/") && (control.type === "checkbox" || !names.has(control.name))) {
            control.type === "checkbox" ? control.checked = false : control.value = "";
        }
    }
    for (const [name, value] of fields) {
        const controls = [...form.elements].filter(control => control.name === name);
        const box = controls.find(control => control.type === "checkbox" && control.value === value);
        if (box) {
            box.checked = true;
        } else if (controls.length > 0 && controls[0].type !== "checkbox") {
            controls[0].value = value;
        } else {
            form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
        }
    }
    form.querySelector("button[name='do'][value='save']:not([aria-hidden])").click();
}

document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("kept")?.closest("form");
    const text = form && sessionStorage.getItem(place());
    if (!text) {
        return;
    }
    const kept = JSON.parse(text);
    if (kept.revision !== revision()) {
        sessionStorage.removeItem(place());
        return;
    }
    const offer = document.getElementById("unsaved");
    offer.classList.remove("d-none");
    document.getElementById("restore").addEventListener("click", () => restore(form, kept.fields));
    document.getElementById("forget").addEventListener("click", () => {
        sessionStorage.removeItem(place());
        offer.classList.add("d-none");
    });
});

// The page for signing in is no answer to what is kept.
const isPage = (url, text) => new URL(url, location).pathname.endsWith("/sign-in") || /^\s*<!doctype/i.test(text);
const signedOut = out => document.getElementById("signed-out")?.classList.toggle("d-none", !out);

document.addEventListener("htmx:beforeSwap", event => {
    if (isPage(event.detail.xhr.responseURL, event.detail.xhr.responseText)) {
        event.detail.shouldSwap = false;
        signedOut(true);
        if (event.detail.elt.id === "kept") {
            event.detail.elt.textContent = "";
        }
    }
});

document.addEventListener("htmx:afterSwap", event => {
    if (event.detail.elt.id === "kept") {
        signedOut(false);
        if (event.detail.elt.querySelector("[data-kept]")) {
            sessionStorage.removeItem(place());
        }
    }
});

// Back from signing in elsewhere: the form goes on with the new session's token.
window.addEventListener("focus", async () => {
    const note = document.getElementById("signed-out");
    if (!note || note.classList.contains("d-none")) {
        return;
    }
    const answer = await fetch(location.pathname);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("main input[name='_csrf']");
    if (answer.ok && token && page.getElementById("kept")) {
        document.querySelectorAll("input[name='_csrf']").forEach(input => input.value = token.value);
        window.htmx.trigger("#kept", "keep");
    }
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
