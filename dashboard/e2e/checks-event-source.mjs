// The browser's own EventSource, without our client, on a running Tidegauge: what HTML promises of it has to hold.
import { Crowd } from './crowd.mjs';
import { Line } from './line.mjs';
import { assert, until } from './page-object.mjs';

const POSITION = /^[a-z0-9]+\.[0-9a-z]+(-[0-9a-z]+)*$/;
/** What EventSource waits where the server says nothing, in Chromium. */
const DEFAULT_RETRY = 3_000;
/** What a node without room tells it to wait at the least, and a timer's inaccuracy. */
const LEAST_WAIT = 1_900;
const PATIENCE = 30_000;

export async function eventSourceChecks({ base, browser, report, wanted }) {
  const line = new Line(base);
  const address = await line.start();
  browser.allow(address);
  // Failures of connections that are cut are written to the console.
  browser.breaking = true;
  const page = await browser.page();
  const seen = () => page.evaluate(() => window.seen);

  await report.check('a bare EventSource opens, and its events have positions', async () => {
    await page.goto(new URL('api/v1/asyncapi.json', address).href);
    await page.evaluate(follow);
    const { events, opens } = await until('no update came', async () => {
      const now = await seen();
      return now.events.filter(({ type }) => type === 'update').length >= 2 && now;
    });
    assert(opens === 1, `it was opened ${opens} times`);
    assert(events[0].type === 'snapshot', `the first event is ${events[0].type}`);
    for (const { id, position } of events) {
      assert(POSITION.test(id), `an event's id is "${id}"`);
      assert(id === position, `an event's id is ${id}, its position ${position}`);
    }
    assert(line.streams[0].from === '', 'the first request has a Last-Event-ID');
  });

  await report.check('it is cut off, comes back by itself, and goes on where it was', async () => {
    const waits = [];
    for (let round = 0; round < 3; round++) {
      const before = await seen();
      const requests = line.streams.length;
      const cutAt = Date.now();
      line.cut();
      const after = await until('it did not go on', async () => {
        const now = await seen();
        return now.opens > before.opens && now.events.length > now.eventsAtOpen && now;
      });
      const request = line.streams[requests];
      waits.push(request.at - cutAt);
      const known = after.events[after.eventsAtOpen - 1].id;
      assert(notBefore(request.from, known), `it knew ${known} and came back with ${request.from}`);
      const first = after.events[after.eventsAtOpen].type;
      assert(first === 'update', `it went on with ${first}`);
    }
    const { events } = await seen();
    assertInOrder(events);
    // One that was held up by a busy machine says nothing.
    const wait = Math.min(...waits);
    assert(wait >= 900 && wait < DEFAULT_RETRY, `it waited ${waits} ms, and was told 1000`);
  });

  await page.context().close();
  if (wanted.subscribers) {
    const crowd = new Crowd(base, Number(wanted.subscribers));
    await overloadChecks({ browser, report, line, address, crowd });
  } else {
    console.log(
      '   without --subscribers, the most that the node serves: no overload is looked at',
    );
  }
  await line.stop();
  browser.breaking = false;
}

/** Any answer but a stream would end an EventSource for good. */
async function overloadChecks({ browser, report, line, address, crowd }) {
  const page = await browser.page();
  const seen = () => page.evaluate(() => window.seen);
  const assertGoesOn = async () => {
    const over = await page.evaluate(() => window.source.readyState === EventSource.CLOSED);
    assert(!over, 'it has given up');
  };
  // The room of those who have just left may become free a little later.
  const refused = (before) => async () => {
    await crowd.fill();
    return (await seen()).refused.slice(before)[0];
  };

  await report.check('a node without room tells a bare EventSource to come back', async () => {
    const requests = line.streams.length;
    await crowd.fill();
    await page.goto(new URL('api/v1/asyncapi.json', address).href);
    await page.evaluate(follow);
    const told = await until('it was not told', refused(0), PATIENCE);
    assert(told.endsWith('too-many-subscribers'), told);
    await assertGoesOn();
    crowd.leave();
    const { events } = await until(
      'it did not come back by itself',
      async () => {
        const now = await seen();
        return now.events.length > 0 && now;
      },
      PATIENCE,
    );
    assert(events[0].type === 'snapshot', `the first event is ${events[0].type}`);
    const [first, second] = line.streams.slice(requests);
    const wait = second.at - first.at;
    assert(wait >= LEAST_WAIT, `it came back after ${wait} ms`);
  });

  await report.check('refused when it comes back, it still goes on where it was', async () => {
    line.refuses = true;
    line.cut();
    const before = await seen();
    await crowd.fill();
    line.refuses = false;
    await until('it was not refused', refused(before.refused.length), PATIENCE);
    await assertGoesOn();
    crowd.leave();
    const { events } = await until(
      'it did not go on',
      async () => {
        const now = await seen();
        return now.events.length > before.events.length && now;
      },
      PATIENCE,
    );
    const known = events[before.events.length - 1].id;
    const next = events[before.events.length];
    assert(next.type === 'update', `it went on with ${next.type}`);
    const { from } = line.streams.at(-1);
    assert(notBefore(from, known), `it knew ${known} and came back with ${from}`);
    assertInOrder(events);
  });
  crowd.leave();
  await page.context().close();
}

/** In the page: follows everything, and writes down what happens. */
function follow() {
  const seen = { opens: 0, eventsAtOpen: 0, events: [], refused: [] };
  window.seen = seen;
  const source = new EventSource('/api/v1/live/stream?maxRate=10');
  window.source = source;
  source.onopen = () => {
    seen.opens++;
    seen.eventsAtOpen = seen.events.length;
  };
  for (const type of ['snapshot', 'update', 'reset']) {
    source.addEventListener(type, ({ lastEventId, data }) =>
      seen.events.push({ type, id: lastEventId, position: JSON.parse(data).position }),
    );
  }
  source.addEventListener('unavailable', ({ data }) => seen.refused.push(JSON.parse(data).type));
}

function assertInOrder(events) {
  for (let at = 1; at < events.length; at++) {
    const [before, after] = [events[at - 1].id, events[at].id];
    assert(notBefore(after, before), `${events[at].type} ${after} came after ${before}`);
  }
}

/** Positions are an epoch, and the offsets of all partitions in base 36. */
function notBefore(position, other) {
  const parts = (text) => {
    const [epoch, offsets = ''] = text.split('.');
    return { epoch, offsets: offsets.split('-').map((offset) => Number.parseInt(offset, 36)) };
  };
  const [one, two] = [parts(position), parts(other)];
  return (
    one.epoch === two.epoch && one.offsets.every((offset, at) => offset >= (two.offsets[at] ?? 0))
  );
}
