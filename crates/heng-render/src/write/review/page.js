(function () {
  "use strict";
  var body = document.body;
  if (!document.querySelectorAll || !window.JSON || !body.classList) { return; }
  var key = "heng-audit:" + body.getAttribute("data-digest");
  var cards = [].slice.call(document.querySelectorAll(".finding"));
  var marks = [].slice.call(document.querySelectorAll("mark"));
  var by = document.getElementById("by");
  var state = document.getElementById("state");
  var form = document.getElementById("decisions");

  // Going from a finding to its places and back.
  function each(list, what) { for (var i = 0; i < list.length; i += 1) { what(list[i]); } }
  function findingsOf(mark) { return mark.getAttribute("data-findings").split(" "); }
  function show(number) {
    each(cards, function (card) { card.classList.toggle("current", card.id === "f" + number); });
    each(marks, function (mark) {
      mark.classList.toggle("current", findingsOf(mark).indexOf(number) >= 0);
    });
    var card = document.getElementById("f" + number);
    if (card && card.parentNode.tagName === "DETAILS") { card.parentNode.open = true; }
    return card;
  }
  function arrive() {
    var target = /^#[fp](\d+)(-\d+)?$/.exec(window.location.hash);
    if (!target) { return; }
    show(target[1]);
    var element = document.getElementById(window.location.hash.slice(1));
    if (element) { element.scrollIntoView({ block: "center" }); }
  }
  window.addEventListener("hashchange", arrive);
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
    // A link to where one is already changes no address and still has to lead there.
    if (link && link.getAttribute("href") === window.location.hash) { arrive(); }
    var mark = event.target.closest ? event.target.closest("mark") : null;
    if (!mark || link) { return; }
    var numbers = findingsOf(mark);
    var now = /^#f(\d+)$/.exec(window.location.hash);
    var at = now ? numbers.indexOf(now[1]) : -1;
    var next = "#f" + numbers[(at + 1) % numbers.length];
    if (next === window.location.hash) { arrive(); } else { window.location.hash = next; }
  });

  // Deciding: what was decided is kept in this browser, by what the finding says and not by its number.
  function asked(card) { return [].slice.call(card.querySelectorAll("li[data-place]")); }
  function nameOf(card) {
    return [card.getAttribute("data-code")].concat(asked(card).map(function (spot) {
      return spot.getAttribute("data-place") + "\n" + spot.getAttribute("data-excerpt");
    })).join("\n");
  }
  var kept = { by: "", decisions: {} };
  try { kept = JSON.parse(window.localStorage.getItem(key)) || kept; } catch (ignored) { /* none */ }
  function keep() {
    try {
      window.localStorage.setItem(key, JSON.stringify(kept));
      return true;
    } catch (ignored) {
      return false;
    }
  }
  function tell(isKept) {
    var accepted = 0, dismissed = 0;
    each(cards, function (card) {
      var one = kept.decisions[nameOf(card)];
      if (one && one.decision === "accepted") { accepted += 1; }
      if (one && one.decision === "dismissed") { dismissed += 1; }
    });
    state.textContent = "采纳" + accepted + "项，不采纳" + dismissed + "项，未定" +
      (cards.length - accepted - dismissed) + "项。" +
      (isKept ? "" : "本浏览器不能保存，请下载审核结论。");
  }
  function dress(card) {
    var one = kept.decisions[nameOf(card)] || {};
    card.classList.toggle("accepted", one.decision === "accepted");
    card.classList.toggle("dismissed", one.decision === "dismissed");
    var reason = card.querySelector("textarea");
    reason.classList.toggle("wanted", one.decision === "dismissed" && !(one.reason || "").trim());
  }
  each(cards, function (card) {
    var said = card.getAttribute("data-said");
    if (said !== null && !kept.decisions[nameOf(card)]) {
      kept.decisions[nameOf(card)] =
        { decision: "dismissed", reason: said, by: card.getAttribute("data-by") };
    }
    var one = kept.decisions[nameOf(card)];
    var reason = card.querySelector("textarea");
    card.querySelector("fieldset").disabled = false;
    each(card.querySelectorAll("input[type=radio]"), function (radio) {
      radio.checked = Boolean(one && one.decision === radio.value);
      radio.addEventListener("change", function () {
        kept.decisions[nameOf(card)] = { decision: radio.value, reason: reason.value };
        dress(card);
        tell(keep());
      });
    });
    reason.value = one ? one.reason : "";
    reason.addEventListener("input", function () {
      kept.decisions[nameOf(card)] = { decision: "dismissed", reason: reason.value };
      dress(card);
      tell(keep());
    });
    dress(card);
  });
  by.value = kept.by || "";
  by.addEventListener("input", function () {
    kept.by = by.value;
    tell(keep());
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  tell(keep());

  // What was not accepted, as a file that heng reads beside the report.
  function quoted(text) {
    var escaped = text.replace(/\\/g, "\\\\").replace(/"/g, "\\\"");
    return "\"" + escaped.replace(/[\u0000-\u001f\u007f]/g, function (character) {
      return "\\u" + ("0000" + character.charCodeAt(0).toString(16)).slice(-4);
    }) + "\"";
  }
  function written() {
    var lines = ["# " + body.getAttribute("data-file").replace(/[\u0000-\u001f\u007f]/g, " ") +
      " 的审核结论：把本文件放在报告旁边，下次审核时会读入。"];
    each(cards, function (card) {
      var one = kept.decisions[nameOf(card)];
      if (!one) { return; }
      var code = card.getAttribute("data-code");
      var who = one.by || by.value.trim();
      each(asked(card), function (spot) {
        var place = spot.getAttribute("data-place"), excerpt = spot.getAttribute("data-excerpt");
        if (one.decision === "accepted") {
          lines.push("", "# 采纳：" +
            [code, place, excerpt].join(" ").replace(/[\u0000-\u001f\u007f]/g, " "));
          return;
        }
        lines.push("", "[[dismissed]]", "code = " + quoted(code), "place = " + quoted(place),
          "excerpt = " + quoted(excerpt), "reason = " + quoted(one.reason.trim()));
        if (who) { lines.push("by = " + quoted(who)); }
      });
    });
    return lines.join("\n") + "\n";
  }
  document.getElementById("save").addEventListener("click", function () {
    var wanting = cards.filter(function (card) { return card.querySelector(".wanted"); });
    if (wanting.length) {
      state.textContent = "不采纳须写明理由：第" + wanting.map(function (card) {
        return card.id.slice(1);
      }).join("、") + "项。没有下载。";
      window.location.hash = "#" + wanting[0].id;
      return;
    }
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([written()], { type: "application/toml" }));
    link.download = body.getAttribute("data-file") + ".heng.toml";
    body.appendChild(link);
    link.click();
    body.removeChild(link);
  });
  document.getElementById("print").addEventListener("click", function () { window.print(); });
  window.addEventListener("beforeprint", function () {
    each(document.querySelectorAll("details"), function (one) { one.open = true; });
  });
  arrive();
}());
