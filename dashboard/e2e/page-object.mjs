// What the checks do with the page, in the page's own words.

/** Asks the page's API, which the checks know as the page does. */
export async function api(base, path) {
  const response = await fetch(new URL(`api/v1/${path}`, base));
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
  return response.json();
}

export function assert(condition, message) {
  if (!condition) throw new Error(message);
}

/** Waits until the page says so; the message is that of the error otherwise. */
export async function until(message, probe, timeoutMs = 20_000) {
  const deadline = Date.now() + timeoutMs;
  let last;
  while (Date.now() < deadline) {
    last = await probe();
    if (last) return last;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${message} (not within ${timeoutMs / 1000} s; last: ${JSON.stringify(last)})`);
}

/** Pixels of a panel's chart that something was drawn on, and a fingerprint of them. */
export function drawn(page, panel) {
  return page.evaluate((testId) => {
    const canvas = document.querySelector(`[data-testid="${testId}"] canvas`);
    if (!canvas) return { pixels: 0, print: 0 };
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let pixels = 0;
    let print = 0;
    for (let at = 0; at < data.length; at += 4) {
      const spread =
        Math.max(data[at], data[at + 1], data[at + 2]) -
        Math.min(data[at], data[at + 1], data[at + 2]);
      // Lines and bands have colour; axes and grid are nearly grey.
      if (data[at + 3] > 0 && spread > 40) {
        pixels++;
        print = (Math.imul(print, 31) + at) | 0;
      }
    }
    return { pixels, print };
  }, panel);
}

/** Gives a function that tells for how many seconds the page's main thread has been busy so far. */
export async function busySeconds(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
  };
}

/** The times from each of the page's frames to the next, ms. */
export function framesOf(page, millis) {
  return page.evaluate(
    (length) =>
      new Promise((resolve) => {
        const gaps = [];
        let begun;
        let last;
        const frame = (time) => {
          if (last !== undefined) gaps.push(time - last);
          begun ??= time;
          last = time;
          if (time - begun < length) requestAnimationFrame(frame);
          else resolve(gaps);
        };
        requestAnimationFrame(frame);
      }),
    millis,
  );
}

/** The moment of the newest value in the live panel, as the page has it. */
export function newestValue(page) {
  return page.locator('[data-testid="live-panel"] [data-newest]').getAttribute('data-newest');
}

/** Checks of axe-core that are violated seriously, one line each. */
export async function seriousViolations(page, axeSource) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      resultTypes: ['violations'],
      rules: { 'target-size': { enabled: true } },
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} (${failureSummary})`).join('; ')}`,
    );
}

/** How much of the page has moved by itself: cumulative layout shift, 0 is not at all. The tail's lines are to move. */
export function layoutShift(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const { hadRecentInput, sources, value } of list.getEntries()) {
            const tail = sources.every(({ node }) => node?.parentElement?.closest('.tail-lines'));
            if (!hadRecentInput && !tail) sum += value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
}
