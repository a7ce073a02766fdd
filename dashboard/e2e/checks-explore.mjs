// The metric explorer, against the fixture server and against a running Tidegauge alike.
import { readFileSync } from 'node:fs';
import { api, assert, drawn, until } from './page-object.mjs';

export async function exploreChecks({ base, browser, report, wanted }) {
  const page = await browser.page();
  const at = (search) => new URL(`?${new URLSearchParams(search)}`, base).href;
  const parameter = (name) => new URL(page.url()).searchParams.get(name);
  const isDrawn = async () => (await drawn(page, 'explore-panel')).pixels > 20;
  const rows = () => page.locator('.series-table tbody tr').count();
  let metric;

  await report.check('a metric is found by typing, with the keyboard alone', async () => {
    const { metrics } = await api(base, 'metrics');
    const known = metrics.map(({ name }) => name);
    metric = wanted.metric ?? (known.includes('node_load1') ? 'node_load1' : known[0]);
    await page.goto(at({ view: 'explore' }));
    await page.getByRole('combobox').waitFor();
    await page.locator('.metric-links a').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(metric);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until('the address does not name it', () => parameter('metric') === metric);
    await until('nothing is drawn', isDrawn);
    assert((await page.title()).includes(metric), `the title is ${await page.title()}`);
  });

  await report.check('the explorer says how complete the answer is, and reads it out', async () => {
    const note = page.locator('[data-testid="complete"], [data-testid="incomplete"]');
    assert((await note.first().innerText()).length > 10, 'completeness is not told');
    const readout = page.locator('.readout time');
    await page.locator('.chart-focus').focus();
    await page.keyboard.press('End');
    const last = await readout.innerText();
    await page.keyboard.press('ArrowLeft');
    await until('the readout stays', async () => (await readout.innerText()) !== last);
    const head = await page.locator('.series-head p').innerText();
    assert(head.includes(await readout.innerText()), `the table says "${head}"`);
  });

  await report.check('series can be merged, by labels too, and are in the address', async () => {
    await page.getByRole('radio', { name: 'merged' }).check({ force: true });
    await until('not merged', async () => parameter('by') === '' && (await rows()) === 1);
    const chip = page.locator('.control .chip').last();
    await chip.click();
    const label = await chip.innerText();
    await until('not by the label', () => parameter('by') === label);
    await until('no series', async () => (await rows()) >= 1 && (await isDrawn()));
    await page.getByRole('radio', { name: 'each' }).check({ force: true });
    await until('still merged', () => parameter('by') === null);
  });

  await report.check('percentile bands and the day before are drawn', async () => {
    await page.getByRole('radio', { name: 'merged' }).check({ force: true });
    await until('not merged', async () => (await rows()) === 1);
    const plain = await drawn(page, 'explore-panel');
    await page.getByRole('checkbox', { name: 'Percentile bands' }).check({ force: true });
    await until('no p99', async () =>
      (await page.locator('.series-table thead').innerText()).includes('p99'),
    );
    await until('no bands', async () => (await drawn(page, 'explore-panel')).print !== plain.print);
    await page.getByRole('radio', { name: 'the day before' }).check({ force: true });
    await page.getByText('Dashed and faint: the day before.').waitFor();
    assert(parameter('bands') === '1' && parameter('compare') === '1d', page.url());
  });

  await report.check('a copied link restores everything, the times included', async () => {
    const link = await page.getByTestId('copy-link').getAttribute('data-link');
    const { searchParams } = new URL(link);
    assert(searchParams.has('from') && searchParams.has('to'), `no times in ${link}`);
    const restored = await browser.page();
    await restored.goto(link);
    await until(
      'nothing is drawn',
      async () => (await drawn(restored, 'explore-panel')).pixels > 20,
    );
    assert(
      await restored.getByRole('radio', { name: 'the day before' }).isChecked(),
      'the comparison is lost',
    );
    const again = await restored.getByTestId('copy-link').getAttribute('data-link');
    assert(again === link, `${again} is not ${link}`);
    const [sent, shown] = [await viewOf(page), await viewOf(restored)];
    assert(shown === sent, `${shown} is not ${sent}`);
    await restored.context().close();
  });

  await report.check('the figures can be downloaded as CSV', async () => {
    const downloading = page.waitForEvent('download');
    await page.getByTestId('csv').click();
    const download = await downloading;
    assert(download.suggestedFilename().endsWith('.csv'), download.suggestedFilename());
    const [head, ...lines] = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    assert(head === 'metric,labels,start,p50,p90,p95,p99,final', head);
    assert(lines.length > 0 && lines.every((line) => line.includes(metric)), lines[0]);
  });

  await report.check('one series is seen alone, and hidden, with the keyboard', async () => {
    await page.goto(at({ view: 'explore', metric, window: '5m', range: '1h' }));
    await until('no rows', async () => (await rows()) > 0 && (await isDrawn()));
    await page.locator('.series-only').first().focus();
    await page.keyboard.press('Enter');
    await until('the address does not name it', () => parameter('only'));
    assert((await page.locator('.series-table tbody input:checked').count()) === 1, 'not alone');
    await page.keyboard.press('Enter');
    await until('it stays alone', () => parameter('only') === null);
    await page.locator('.series-table tbody input').first().focus();
    await page.keyboard.press('Space');
    await until('it is not hidden', () => parameter('hide'));
    await page.getByRole('button', { name: 'Show all' }).click();
    await until('it stays hidden', () => parameter('hide') === null);
  });

  await report.check('earlier and later move the range, and lead back to now', async () => {
    await page.getByRole('button', { name: 'Earlier' }).click();
    await until('no times in the address', () => parameter('from'));
    const to = Date.parse(parameter('to'));
    assert(to < Date.now(), `the range ends at ${parameter('to')}`);
    await page.getByRole('button', { name: 'Later' }).click();
    await until('it did not move', () => Date.parse(parameter('to')) > to);
    await page.getByRole('button', { name: 'Up to now' }).click();
    await until('the times stay', () => parameter('from') === null);
    await page.goBack();
    await until('Back does not lead back', () => parameter('from'));
  });
  await page.context().close();
}

/** All that was chosen but the range, which a link has as times, and what the table has: series and columns. */
function viewOf(page) {
  return page.evaluate(() => {
    const texts = (selector) =>
      [...document.querySelectorAll(selector)].map((each) => each.innerText);
    const chosen = [...document.querySelectorAll('main input:checked:not([name="range"])')].map(
      (input) => input.closest('label')?.innerText ?? input.ariaLabel,
    );
    return JSON.stringify({
      title: document.title,
      chosen,
      filters: texts('main .chip'),
      columns: texts('.series-table thead th'),
      series: texts('.series-table tbody th'),
    });
  });
}
