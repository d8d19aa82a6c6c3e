// Keys for whoever works through the queue. They are off until the person
// switches them on, they never act while somebody types or an input method
// puts marks on letters, and they only do what a click on the page does.
(function () {
  "use strict";
  var box = document.querySelector("[data-keys]");
  if (!box) return;
  var kept = "congvu-keys";
  var toggle = box.querySelector("[data-keys-switch]");
  var on = false;
  try { on = localStorage.getItem(kept) === "on"; } catch (e) { on = false; }
  box.hidden = false;
  toggle.checked = on;
  toggle.addEventListener("change", function () {
    on = toggle.checked;
    try { localStorage.setItem(kept, on ? "on" : "off"); } catch (e) { /* only for this page */ }
  });

  function typing(target) {
    if (!target || !target.closest) return false;
    if (target.closest("input[type=checkbox], input[type=radio]")) return false;
    return target.isContentEditable || !!target.closest("input, textarea, select");
  }

  function rows() { return Array.prototype.slice.call(document.querySelectorAll("[data-row]")); }

  function here() {
    var focused = document.activeElement;
    return focused && focused.closest ? focused.closest("[data-row]") : null;
  }

  function step(by) {
    var all = rows();
    if (!all.length) return;
    var at = all.indexOf(here());
    var next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next].querySelector("[data-open]").focus();
  }

  function follow(selector) {
    var link = document.querySelector(selector);
    if (link) link.click();
  }

  function choose(act) {
    var radio = document.querySelector('[data-act="' + act + '"]');
    if (!radio || radio.disabled) return;
    radio.checked = true;
    radio.focus();
    radio.scrollIntoView({ block: "center" });
  }

  var acts = {
    queue: {
      j: function () { step(1); },
      k: function () { step(-1); },
      x: function () {
        var row = here();
        var pick = row && row.querySelector("input[type=checkbox]");
        if (pick) pick.checked = !pick.checked;
      },
      o: function () {
        var row = here();
        if (row) row.querySelector("[data-open]").click();
      }
    },
    mail: {
      j: function () { follow("[data-after]"); },
      k: function () { follow("[data-before]"); },
      q: function () { follow("[data-queue]"); },
      a: function () { choose("accept"); },
      r: function () { choose("reject"); },
      c: function () { choose("correct"); }
    }
  }[box.getAttribute("data-keys")] || {};

  document.addEventListener("keydown", function (event) {
    if (!on || event.defaultPrevented || event.repeat && event.key !== "j" && event.key !== "k") return;
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing(event.target)) return;
    var act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}());
