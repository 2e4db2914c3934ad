(function () {
  "use strict";
  var figures = document.querySelectorAll("a.figure");
  if (!figures.length || !document.addEventListener) { return; }
  document.documentElement.className += " scripted";

  var panel = document.createElement("div");
  panel.id = "panel";
  panel.style.display = "none";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "数字出处");
  var close = document.createElement("button");
  close.type = "button";
  close.appendChild(document.createTextNode("关闭"));
  var content = document.createElement("div");
  content.className = "derivation";
  panel.appendChild(close);
  panel.appendChild(content);
  document.body.appendChild(panel);

  var opened = null;
  function hide() {
    if (!opened) { return; }
    panel.style.display = "none";
    opened.setAttribute("aria-expanded", "false");
    opened.focus();
    opened = null;
  }
  function show(figure) {
    var same = opened === figure;
    hide();
    if (same) { return; }
    var source = document.getElementById(figure.getAttribute("href").slice(1));
    content.innerHTML = "";
    content.appendChild(source.firstChild.cloneNode(true));
    panel.style.display = "block";
    figure.setAttribute("aria-expanded", "true");
    opened = figure;
    close.focus();
  }
  function prepare(figure) {
    figure.setAttribute("role", "button");
    figure.setAttribute("aria-expanded", "false");
    figure.addEventListener("click", function (event) {
      event.preventDefault();
      show(figure);
    });
    figure.addEventListener("keydown", function (event) {
      // A link answers to Enter; a button also to the space bar.
      if (event.keyCode === 32) {
        event.preventDefault();
        show(figure);
      }
    });
  }
  for (var i = 0; i < figures.length; i += 1) { prepare(figures[i]); }
  close.addEventListener("click", hide);
  document.addEventListener("keydown", function (event) {
    if (event.keyCode === 27) { hide(); }
  });
}());
