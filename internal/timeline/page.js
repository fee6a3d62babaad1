'use strict';
(() => {
  const chart = document.getElementById('chart');
  const details = document.getElementById('details');
  const axis = document.getElementById('axis');
  const seconds = Number(chart.dataset.seconds);
  const rows = [...chart.querySelectorAll('.track[role=group]')].map(track => [...track.children]);
  const bars = rows.flat();
  const barOf = event => event.target.closest && event.target.closest('.bar');
  let zoom = 1;
  let current = bars[0];

  // show tells in the panel what a bar is.
  const show = bar => {
    const { line, when, took, note } = bar.dataset;
    const add = (name, text) => {
      if (text) details.appendChild(document.createElement(name)).textContent = text;
    };
    details.textContent = '';
    add('b', bar.textContent);
    add('div', bar.parentNode.getAttribute('aria-label') + ', at ' + when + (took ? ', took ' + took : ''));
    add('div', note);
    if (line !== bar.textContent) add('pre', line);
  };

  // draw marks about ten times, which are round ones.
  const draw = () => {
    const rough = seconds / zoom / 8;
    const power = 10 ** Math.floor(Math.log10(rough || 1));
    const every = [1, 2, 5, 10].map(n => n * power).find(n => n >= rough) || 1;
    axis.textContent = '';
    for (let n = 0; n * every <= seconds; n++) {
      const tick = axis.appendChild(document.createElement('span'));
      tick.style.left = (seconds ? 100 * n * every / seconds : 0) + '%';
      tick.textContent = Number((n * every).toPrecision(6)) + ' s';
    }
  };

  // rescale zooms, and keeps what is in the middle there.
  const rescale = factor => {
    const middle = (chart.scrollLeft + chart.clientWidth / 2) / axis.offsetWidth;
    zoom = Math.min(256, Math.max(1, zoom * factor));
    document.documentElement.style.setProperty('--zoom', zoom);
    draw();
    chart.scrollLeft = middle * axis.offsetWidth - chart.clientWidth / 2;
  };

  // near gives the bar of a row that is closest to another one.
  const near = (row, bar) => {
    const far = other => Math.abs(other.offsetLeft - bar.offsetLeft);
    return row.reduce((best, other) => far(other) < far(best) ? other : best);
  };

  // beside gives the bar that a key leads to from another.
  const beside = (key, bar) => {
    const filled = rows.filter(row => row.length);
    const at = filled.findIndex(row => row.includes(bar));
    const row = filled[at];
    switch (key) {
      case 'ArrowRight': return row[row.indexOf(bar) + 1];
      case 'ArrowLeft': return row[row.indexOf(bar) - 1];
      case 'ArrowDown': return filled[at + 1] && near(filled[at + 1], bar);
      case 'ArrowUp': return filled[at - 1] && near(filled[at - 1], bar);
      case 'Home': return row[0];
      case 'End': return row[row.length - 1];
    }
  };

  // Only one bar is reached by the tab key, the others from there.
  for (const bar of bars) bar.tabIndex = bar === current ? 0 : -1;
  chart.addEventListener('focusin', event => {
    const bar = barOf(event);
    if (!bar) return;
    current.tabIndex = -1;
    current = bar;
    bar.tabIndex = 0;
    show(bar);
  });
  chart.addEventListener('mouseover', event => { if (barOf(event)) show(barOf(event)); });
  chart.addEventListener('mouseout', () => { if (current && current === document.activeElement) show(current); });
  chart.addEventListener('keydown', event => {
    const bar = barOf(event);
    const next = bar && beside(event.key, bar);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+') rescale(2);
    if (event.key === '-' || event.key === '−') rescale(0.5);
  });
  document.getElementById('in').addEventListener('click', () => rescale(2));
  document.getElementById('out').addEventListener('click', () => rescale(0.5));
  draw();
})();
