/* The book in the browser: formulas, the contents of a page, search, light and dark. No network, no framework. */
(function () {
  'use strict';
  var root = document.body.dataset.root, page = document.documentElement;

  function element(name, attributes, words) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (words !== undefined) made.textContent = words;
    return made;
  }

  /* Formulas, in what a person wrote; code and outputs keep their dollars. */
  renderMathInElement(document.querySelector('main'), {
    delimiters: [
      {left: '$$', right: '$$', display: true}, {left: '\\[', right: '\\]', display: true},
      {left: '$', right: '$', display: false}, {left: '\\(', right: '\\)', display: false}
    ],
    ignoredTags: ['script', 'noscript', 'style', 'textarea', 'pre', 'code'],
    ignoredClasses: ['output_subarea'],
    throwOnError: false
  });

  /* The setup cell is long and always the same: it opens by a click. */
  var setup = document.querySelector('.notebook .code_cell .input');
  if (setup) {
    var details = element('details', {'class': 'setup'});
    details.appendChild(element('summary', {}, 'Setup: imports and the seed'));
    setup.parentNode.insertBefore(details, setup);
    details.appendChild(setup);
  }

  /* The contents of a long page. */
  var contents = document.querySelector('.contents'), sections = document.querySelectorAll('main h2[id]');
  if (sections.length > 2) {
    var list = element('ol');
    sections.forEach(function (heading) {
      var words = heading.cloneNode(true);
      words.querySelectorAll('.anchor-link, .katex-mathml').forEach(function (part) { part.remove(); });
      var item = element('li');
      item.appendChild(element('a', {href: '#' + heading.id}, words.textContent));
      list.appendChild(item);
    });
    contents.appendChild(element('p', {}, 'On this page'));
    contents.appendChild(list);
  }

  /* Figures that wait for plotly.js draw when it comes; then they take the colors of the page. */
  function paint() {
    if (!window.Plotly) return;
    var dark = page.dataset.theme === 'dark', ink = dark ? '#d7dae0' : '#24292f', line = dark ? '#3a4048' : '#e3e6ea';
    document.querySelectorAll('.js-plotly-plot').forEach(function (plot) {
      var changes = {paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', 'font.color': ink};
      ['xaxis', 'yaxis'].forEach(function (axis) {
        changes[axis + '.gridcolor'] = line;
        changes[axis + '.zerolinecolor'] = line;
        changes[axis + '.linecolor'] = ink;
      });
      changes['legend.bgcolor'] = 'rgba(0,0,0,0)';
      window.Plotly.relayout(plot, changes);
    });
  }
  var drawing = setInterval(function () {
    if (!window.Plotly) return;
    clearInterval(drawing);
    (window.guidedDescentFigures || []).splice(0).forEach(function (draw) {
      try { draw(); } catch (e) { console.warn('a figure stays an image:', e); }
    });
    paint();
    page.dataset.drawn = 'yes';
  }, 100);
  if (!document.querySelector('.gd-plot')) { clearInterval(drawing); page.dataset.drawn = 'yes'; }

  document.querySelector('.theme').addEventListener('click', function () {
    page.dataset.theme = page.dataset.theme === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem('guided-descent-theme', page.dataset.theme); } catch (e) { /* a private window forgets */ }
    paint();
  });

  /* Search: every word must occur in a section; words in its heading count more. */
  var index = window.guidedDescentIndex || [], field = document.querySelector('.search input'), found = document.querySelector('.found');

  function score(entry, words) {
    var heading = entry.heading.toLowerCase(), text = entry.text.toLowerCase(), total = 0;
    for (var i = 0; i < words.length; i++) {
      var at = text.indexOf(words[i]), inHeading = heading.indexOf(words[i]) >= 0;
      if (at < 0 && !inHeading) return 0;
      total += (inHeading ? 10 : 0) + (at >= 0 ? 1 + 2 / (1 + at / 200) : 0);
    }
    return total;
  }

  function excerpt(text, word) {
    var at = Math.max(0, text.toLowerCase().indexOf(word) - 50);
    return (at > 0 ? '… ' : '') + text.slice(at, at + 150) + (text.length > at + 150 ? ' …' : '');
  }

  function search() {
    var words = field.value.toLowerCase().split(/\s+/).filter(function (word) { return word.length > 0; });
    found.textContent = '';
    found.hidden = words.length === 0;
    if (found.hidden) return;
    var hits = index.map(function (entry) { return {entry: entry, score: score(entry, words)}; })
      .filter(function (hit) { return hit.score > 0; })
      .sort(function (a, b) { return b.score - a.score; });
    hits.slice(0, 12).forEach(function (hit) {
      var link = element('a', {href: root + hit.entry.path});
      link.appendChild(element('b', {}, hit.entry.heading));
      link.appendChild(element('span', {}, hit.entry.page));
      link.appendChild(element('small', {}, excerpt(hit.entry.text, words[0])));
      var item = element('li');
      item.appendChild(link);
      found.appendChild(item);
    });
    if (hits.length === 0) found.appendChild(element('li', {'class': 'none'}, 'Nothing in this book has all of these words.'));
  }
  field.addEventListener('input', search);
  document.querySelector('.search').addEventListener('submit', function (event) {
    event.preventDefault();
    var first = found.querySelector('a');
    if (first) location.href = first.href;
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') { found.hidden = true; field.blur(); }
    if (event.key === '/' && !/INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) { event.preventDefault(); field.focus(); }
  });
  document.addEventListener('click', function (event) { if (!event.target.closest('.search')) found.hidden = true; });

  /* The ledger: what is chosen stays. */
  var ledger = document.querySelector('table.ledger');
  if (ledger) {
    var choices = document.querySelectorAll('.choices select'), words = document.querySelector('.choices input'), count = document.querySelector('.choices output');
    var choose = function () {
      var shown = 0;
      ledger.querySelectorAll('tbody tr').forEach(function (row) {
        var fits = Array.prototype.every.call(choices, function (choice) { return !choice.value || row.dataset[choice.name] === choice.value; })
          && row.textContent.toLowerCase().indexOf(words.value.toLowerCase()) >= 0;
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      count.textContent = shown + (shown === 1 ? ' claim' : ' claims');
    };
    choices.forEach(function (choice) { choice.addEventListener('change', choose); });
    words.addEventListener('input', choose);
    choose();
  }
})();
