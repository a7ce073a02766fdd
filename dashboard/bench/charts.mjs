// What a chart library takes to draw a hundred lines of 300 points again and again, in Chromium:
//   npm install --prefix target/charts uplot@1.6.32 echarts@6 chart.js@4 && npm run bench:charts
// Each library draws 200 updates of the same data, one a frame, in turns over three rounds; the medians are printed.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { findChromium } from '../e2e/browser.mjs';
import { busySeconds } from '../e2e/page-object.mjs';

const LINES = 100;
const POINTS = 300;
const UPDATES = 200;
const ROUNDS = 3;
const modules = join(dirname(fileURLToPath(import.meta.url)), '../target/charts/node_modules');

const LIBRARIES = {
  uPlot: { file: 'uplot/dist/uPlot.iife.min.js', style: 'uplot/dist/uPlot.min.css', make: ofUplot },
  ECharts: { file: 'echarts/dist/echarts.min.js', make: ofEcharts },
  'Chart.js': { file: 'chart.js/dist/chart.umd.min.js', make: ofChartJs },
};

const executablePath = findChromium();
if (!executablePath || !existsSync(modules)) {
  console.error(
    'It needs Chromium (CHROMIUM names one), and the libraries: see the first lines of this file.',
  );
  process.exit(2);
}
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const results = Object.fromEntries(Object.keys(LIBRARIES).map((name) => [name, []]));
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, library] of Object.entries(LIBRARIES))
      results[name].push(await measure(library));
  }
} finally {
  await browser.close();
}
for (const [name, { file }] of Object.entries(LIBRARIES)) {
  const median = (of) => results[name].map(of).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  const kib = gzipSync(readFileSync(join(modules, file))).length / 1024;
  console.log(
    `${name.padEnd(9)} ${median(({ task }) => task)
      .toFixed(1)
      .padStart(6)} ms of the main thread an update, ` +
      `${median(({ rate }) => rate)
        .toFixed(1)
        .padStart(5)} frames a second, ${kib.toFixed(0).padStart(4)} KiB gzip`,
  );
}

async function measure({ file, style, make }) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 400 } });
  await page.setContent('<div id="host" style="width:900px;height:280px"></div>');
  if (style) await page.addStyleTag({ path: join(modules, style) });
  await page.addScriptTag({ path: join(modules, file) });
  await page.evaluate(
    ({ lines, points, source }) => {
      window.times = Array.from({ length: points }, (_, i) => 1_790_000_000_000 + i * 1_000);
      window.values = Array.from({ length: lines }, (_, line) =>
        Array.from({ length: points }, (_, i) => Math.sin(i / 20 + line) + line / 50),
      );
      window.step = () => {
        window.times.push(window.times.shift() + points * 1_000);
        for (const column of window.values) column.push(column.shift());
      };
      window.draw = new Function(`return (${source})`)()(document.getElementById('host'));
    },
    { lines: LINES, points: POINTS, source: make.toString() },
  );
  const busy = await busySeconds(page);
  await updates(page, 30);
  const before = await busy();
  const millis = await updates(page, UPDATES);
  const task = (await busy()) - before;
  await page.close();
  return { task: (1_000 * task) / UPDATES, rate: (1_000 * UPDATES) / millis };
}

function updates(page, count) {
  return page.evaluate(
    (most) =>
      new Promise((resolve) => {
        const begun = performance.now();
        let done = 0;
        const frame = () => {
          if (done++ === most) {
            resolve(performance.now() - begun);
            return;
          }
          window.step();
          window.draw();
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    count,
  );
}

// What follows runs in the page.

function ofUplot(host) {
  const data = () => [window.times.map((time) => time / 1_000), ...window.values];
  const series = window.values.map(() => ({
    stroke: '#0b7d86',
    width: 1,
    points: { show: false },
  }));
  const options = { width: 900, height: 280, legend: { show: false }, series: [{}, ...series] };
  const chart = new window.uPlot(options, data(), host);
  return () => chart.setData(data());
}

function ofEcharts(host) {
  const chart = window.echarts.init(host);
  const series = () =>
    window.values.map((column) => ({
      type: 'line',
      showSymbol: false,
      lineStyle: { width: 1, color: '#0b7d86' },
      data: column.map((value, i) => [window.times[i], value]),
    }));
  chart.setOption({ animation: false, xAxis: { type: 'time' }, yAxis: {}, series: series() });
  return () => chart.setOption({ series: series() }, { silent: true });
}

function ofChartJs(host) {
  const canvas = document.createElement('canvas');
  host.append(canvas);
  const datasets = () =>
    window.values.map((column) => ({
      borderColor: '#0b7d86',
      borderWidth: 1,
      pointRadius: 0,
      data: column.map((value, i) => ({ x: window.times[i], y: value })),
    }));
  const chart = new window.Chart(canvas, {
    type: 'line',
    data: { datasets: datasets() },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      scales: { x: { type: 'linear' } },
      plugins: { legend: { display: false } },
    },
  });
  return () => {
    chart.data.datasets.forEach((dataset, line) => {
      dataset.data = window.values[line].map((value, i) => ({ x: window.times[i], y: value }));
    });
    chart.update('none');
  };
}
