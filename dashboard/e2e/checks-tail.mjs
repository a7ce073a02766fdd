// Live tail and pipeline status, against the fixture server and against a running Tidegauge alike.
import { assert, until } from './page-object.mjs';

export async function tailAndStatusChecks({ base, browser, report, wanted }) {
  const page = await browser.page();
  const lines = () => page.locator('.tail-line').count();
  const newest = () => page.locator('.tail-line time').first().getAttribute('datetime');

  await report.check('the tail shows values as they arrive, the newest first', async () => {
    const metric = wanted.metric ? `&metric=${encodeURIComponent(wanted.metric)}` : '';
    await page.goto(new URL(`?view=tail${metric}`, base).href);
    await until('no lines', async () => (await lines()) > 0);
    const first = await newest();
    await until('nothing new', async () => (await newest()) > first, 60_000);
    const moved = page.locator('.tail-up, .tail-down, .tail-same');
    await until('no value is told from the one before', async () => (await moved.count()) > 0);
  });

  await report.check('a paused tail stands still and counts what comes', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    const still = await newest();
    await until(
      'nothing is counted',
      async () => /\d/.test(await page.getByTestId('missed').innerText()),
      60_000,
    );
    assert((await newest()) === still, 'the lines moved');
    await page.getByRole('button', { name: 'Resume' }).click();
    await until('it stays where it was', async () => (await newest()) > still);
  });

  await report.check(
    'the tail is filtered, turned around and bounded, in the address',
    async () => {
      const server = (await page.locator('.tail-server').first().innerText()).trim();
      await page
        .getByRole('textbox', { name: 'Server' })
        .or(page.getByLabel('Server'))
        .first()
        .fill(server);
      await page.keyboard.press('Enter');
      await until('the address does not name it', () => page.url().includes('server='));
      await until('others are shown', async () => {
        const servers = await page.locator('.tail-server').allInnerTexts();
        return servers.length > 0 && servers.every((name) => name.trim() === server);
      });
      await page.getByRole('radio', { name: 'last' }).check({ force: true });
      await page.getByRole('combobox', { name: 'Lines' }).selectOption('100');
      await until('the address does not say so', () => /newest=last.*lines=100/.test(page.url()));
      await until('it does not follow its end', () =>
        page
          .locator('.tail-lines')
          .evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 40),
      );
      assert((await lines()) <= 100, `${await lines()} lines`);
    },
  );

  await report.check('the pipeline says its state, and its figures move', async () => {
    await page.goto(new URL('?view=status', base).href);
    await page.getByTestId('state').waitFor();
    for (const part of ['consumers', 'topics', 'stores', 'caches', 'rejects']) {
      assert((await page.getByTestId(part).innerText()).length > 10, `${part} is empty`);
    }
    await until('no small line', async () => (await page.locator('.spark-line').count()) > 0);
    const time = () => page.locator('.status-head .muted').innerText();
    const before = await time();
    await until('it is not asked again', async () => (await time()) !== before);
  });
  await page.context().close();
}
