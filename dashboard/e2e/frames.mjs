// How smoothly the page runs while a hundred series move: npm run frames [-- --seconds 20 --settle 60]
// Against the fixture server, or with --base, --server and --metric against any running Tidegauge.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Browser, findChromium } from './browser.mjs';
import { FixtureServer } from './fixture/server.mjs';
import { busySeconds, framesOf } from './page-object.mjs';

const { values: options } = parseArgs({
  options: {
    base: { type: 'string' },
    server: { type: 'string', default: 'web-1' },
    metric: { type: 'string', default: 'container_cpu_usage' },
    seconds: { type: 'string', default: '20' },
    settle: { type: 'string', default: '60' },
    out: { type: 'string' },
  },
});
const executable = findChromium();
if (!executable) {
  console.error('No Chromium found. Install the package chromium, or name one in CHROMIUM.');
  process.exit(2);
}
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const fixture = options.base ? undefined : new FixtureServer(join(root, 'target/classes/static'));
if (fixture) fixture.fleet.crowded = true;
const base = options.base ?? (await fixture.start());
const browser = await Browser.launch(executable, base);
try {
  const page = await browser.page();
  const address = new URL(`?server=${options.server}&metric=${options.metric}`, base);
  await page.goto(address.href);
  await page.locator('[data-testid="live-panel"] canvas').waitFor();
  console.log(`${address.href}: the lines grow for ${options.settle} s`);
  await page.waitForTimeout(1_000 * Number(options.settle));
  const busy = await busySeconds(page);
  const lines = await page.locator('[data-testid="live-panel"] .series-list [title]').count();
  const before = await busy();
  const gaps = await framesOf(page, 1_000 * Number(options.seconds));
  const task = (await busy()) - before;
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1_000;
  const sorted = [...gaps].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  console.log(
    `${lines} series, ${gaps.length} frames in ${seconds.toFixed(1)} s: ${(gaps.length / seconds).toFixed(1)} a second; ` +
      `from one to the next p50 ${at(0.5).toFixed(1)}, p99 ${at(0.99).toFixed(1)}, at the most ${at(1).toFixed(1)} ms; ` +
      `the page's main thread was busy for ${((100 * task) / seconds).toFixed(0)} % of the time`,
  );
  if (options.out) await page.screenshot({ path: options.out });
} finally {
  await browser.close();
  await fixture?.stop();
}
