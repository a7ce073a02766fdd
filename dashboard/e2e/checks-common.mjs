// What must hold against the fixture server and against a running Tidegauge alike.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PHONE, WIDE } from './browser.mjs';
import {
  api,
  assert,
  drawn,
  layoutShift,
  newestValue,
  seriousViolations,
  until,
} from './page-object.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function commonChecks({ base, browser, report, out, wanted, fixture }) {
  const page = await browser.page();
  let server = wanted.server;

  await report.check(
    'the fleet shows every server with its state and when it was last seen',
    async () => {
      await page.goto(base);
      await page.locator('.fleet-table tbody tr').first().waitFor();
      const { servers } = await api(base, 'servers');
      const healthy = servers.filter(({ state }) => state === 'healthy');
      server ??= (healthy[0] ?? servers[0]).id;
      const rows = await page.locator('.fleet-table tbody tr').count();
      assert(rows === Math.min(200, servers.length), `${rows} rows for ${servers.length} servers`);
      const row = page.locator(`tr[data-server="${server}"]`);
      const state = await row.locator('.badge').innerText();
      const states = ['Critical', 'Warning', 'Stale', 'Gone', 'Healthy'];
      assert(states.includes(state.trim()), `state is "${state}"`);
      assert(/now|ago/.test(await row.locator('time').innerText()), 'last seen is not told');
      assert((await page.locator('[data-testid="connection"]').innerText()) === 'Live', 'not live');
    },
  );

  await report.check('the small figures move', async () => {
    const line = page.locator(`tr[data-server="${server}"] .spark-line`).first();
    const first = await until('no line was drawn', () =>
      line.getAttribute('d', { timeout: 20_000 }),
    );
    await until('the line stands still', async () => (await line.getAttribute('d')) !== first);
  });

  await report.check('a click on a server opens its charts', async () => {
    await page.locator(`tr[data-server="${server}"]`).click();
    await page.locator('[data-testid="live-panel"] canvas').waitFor();
    if (wanted.metric)
      await page.locator('.picker-list a', { hasText: exactly(wanted.metric) }).click();
    await until('the address does not name the metric', () =>
      new URL(page.url()).searchParams.get('metric'),
    );
    assert(new URL(page.url()).searchParams.get('server') === server, `address is ${page.url()}`);
    assert((await page.title()).includes(server), `title is ${await page.title()}`);
  });

  await report.check('the live chart moves as values arrive', async () => {
    const before = await until('there is no value', () => newestValue(page));
    const picture = await drawn(page, 'live-panel');
    await until('no newer value came', async () => (await newestValue(page)) > before, 60_000);
    await until('the picture stands still', async () => {
      const now = await drawn(page, 'live-panel');
      return now.pixels > 0 && now.print !== picture.print;
    });
  });

  await report.check('history is drawn and says how complete it is', async () => {
    await until('the chart is blank', async () => (await drawn(page, 'history-panel')).pixels > 20);
    const note = page.locator('[data-testid="complete"], [data-testid="incomplete"]');
    assert((await note.innerText()).length > 10, 'completeness is not told');
  });

  await report.check('every window can be chosen and is in the address', async () => {
    for (const window of ['15m', '1h', '24h', '5m']) {
      await page.getByRole('radio', { name: window, exact: true }).first().check({ force: true });
      await until(`the address does not say ${window}`, () =>
        page.url().includes(`window=${window}`),
      );
      await until(`${window} shows neither a chart nor that there is none`, async () => {
        const empty = page.locator('[data-testid="history-panel"] p.chart-empty');
        const said =
          (await empty.count()) > 0 && (await empty.innerText()).startsWith('No samples');
        return said || (await drawn(page, 'history-panel')).pixels > 20;
      });
    }
  });

  await report.check('an address restores server, metric, window and range', async () => {
    await page.getByRole('radio', { name: '15m', exact: true }).check({ force: true });
    await page.getByRole('radio', { name: '7d', exact: true }).check({ force: true });
    const metric = await page.locator('.picker-list a[aria-current]').innerText();
    const restored = await browser.page();
    await restored.goto(page.url());
    await restored.locator('.picker-list a[aria-current]').waitFor();
    assert((await restored.locator('h1').innerText()).length > 0, 'no heading');
    assert(
      (await restored.locator('.picker-list a[aria-current]').innerText()) === metric,
      'another metric',
    );
    for (const name of ['15m', '7d']) {
      assert(
        await restored.getByRole('radio', { name, exact: true }).isChecked(),
        `${name} is not chosen`,
      );
    }
    await restored.context().close();
  });

  await report.check('the keyboard alone finds a metric and goes back', async () => {
    const metrics = await page.locator('.picker-list a').allInnerTexts();
    const other = metrics[metrics.length - 1];
    await page.locator('h1').focus();
    await page.keyboard.press('/');
    await page.keyboard.type(other);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(
      'the metric was not chosen',
      () => new URL(page.url()).searchParams.get('metric') === other,
    );
    await page.goBack();
    await until(
      'Back does not lead back',
      () => new URL(page.url()).searchParams.get('metric') !== other,
    );
  });

  await report.check('arrow keys read the history out', async () => {
    await page.goto(new URL(`?server=${encodeURIComponent(server)}`, base).href);
    await until('no chart', async () => (await drawn(page, 'history-panel')).pixels > 20);
    const readout = page.locator('.readout time');
    await page.locator('.chart-focus').focus();
    await page.keyboard.press('ArrowLeft');
    const first = await readout.innerText();
    await page.keyboard.press('ArrowLeft');
    await until('the readout stays', async () => (await readout.innerText()) !== first);
  });

  await report.check('Korean and the colours are a click away, and are kept', async () => {
    await page.getByTestId('language').click();
    await until(
      'the page is not in Korean',
      async () => (await page.locator('html').getAttribute('lang')) === 'ko',
    );
    assert(
      (await page.locator('h2').first().innerText()) === '실시간',
      'a heading is not in Korean',
    );
    await page.getByTestId('theme').click();
    await page.getByTestId('theme').click();
    await page.reload();
    assert(
      (await page.locator('html').getAttribute('data-theme')) === 'dark',
      'not dark after a reload',
    );
    assert((await page.locator('html').getAttribute('lang')) === 'ko', 'not Korean after a reload');
  });
  await page.context().close();

  // Side by side: each mostly waits for values.
  const looks = ['light', 'dark'].flatMap((theme) => [
    { name: `${theme}-wide`, theme, viewport: WIDE, locale: 'en-GB' },
    {
      name: `${theme}-phone`,
      theme,
      viewport: PHONE,
      locale: theme === 'dark' ? 'ko-KR' : 'en-GB',
    },
  ]);
  await Promise.all(
    looks.map((look) =>
      report.check(`looks right and is accessible: ${look.name}`, async () =>
        withPage(look, (opened) => lookAt(opened, look.name)),
      ),
    ),
  );

  /** A page that is closed also where its check fails: what it asks for would slow the others down. */
  async function withPage(options, run) {
    const opened = await browser.page(options);
    try {
      await run(opened);
    } finally {
      await opened.context().close();
    }
  }

  async function lookAt(look, name) {
    await look.goto(base);
    await look.locator('.fleet-table tbody tr').first().waitFor();
    await until('no small lines', async () => (await look.locator('.spark-line').count()) > 0);
    await examine(look, `fleet-${name}`);
    await look.goto(
      new URL(
        `?server=${encodeURIComponent(server)}${metricPart()}&range=${fixture ? '24h' : '1h'}`,
        base,
      ).href,
    );
    await until('no history', async () => (await drawn(look, 'history-panel')).pixels > 20);
    const begun = await until('no value', () => newestValue(look));
    const later = async () => Date.parse(await newestValue(look)) > Date.parse(begun) + 3_000;
    await until('no newer values', later, 60_000);
    await examine(look, `server-${name}`);
    await lookAtPages(look, name);
  }

  /** The pages beside the fleet; the status only where the product has it. */
  async function lookAtPages(look, name) {
    const metric = wanted.metric ?? 'node_load1';
    const chosen = `metric=${encodeURIComponent(metric)}`;
    await look.goto(new URL(`?view=explore&${chosen}&range=6h&compare=1d`, base).href);
    await until('nothing is drawn', async () => (await drawn(look, 'explore-panel')).pixels > 20);
    await examine(look, `explore-${name}`);
    await look.goto(new URL(`?view=tail&${chosen}`, base).href);
    await look.locator('.tail-line').nth(2).waitFor();
    await examine(look, `tail-${name}`);
    await look.goto(new URL('?view=status', base).href);
    await until('no small lines', async () => (await look.locator('.spark-line').count()) > 0);
    await examine(look, `status-${name}`);
  }

  function metricPart() {
    return wanted.metric ? `&metric=${encodeURIComponent(wanted.metric)}` : '';
  }

  async function examine(look, name) {
    const shift = await layoutShift(look);
    assert(shift < 0.1, `${name} moves as it comes: layout shift ${shift.toFixed(3)}`);
    await look.screenshot({ path: join(out, `${name}.png`), fullPage: true });
    const overflow = await look.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert(overflow <= 0, `${name} is ${overflow} px wider than the screen`);
    const hidden = await look.evaluate(() => {
      const pages = document.querySelector('.pages');
      return pages.scrollWidth - pages.clientWidth;
    });
    assert(hidden <= 0, `${hidden} px of the pages' names are cut off`);
    const problems = await seriousViolations(look, axe);
    assert(problems.length === 0, `${name}: ${problems.join('\n')}`);
  }
}

function exactly(text) {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
