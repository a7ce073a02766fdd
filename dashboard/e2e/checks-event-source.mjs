// The browser's own EventSource, without our client, on a running Tidegauge: what HTML promises of it has to hold.
import { Line } from './line.mjs';
import { assert, until } from './page-object.mjs';

const POSITION = /^[a-z0-9]+\.[0-9a-z]+(-[0-9a-z]+)*$/;
/** What EventSource waits where the server says nothing, in Chromium. */
const DEFAULT_RETRY = 3_000;

export async function eventSourceChecks({ base, browser, report }) {
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
  await line.stop();
  browser.breaking = false;
}

/** In the page: follows everything, and writes down what happens. */
function follow() {
  const seen = { opens: 0, eventsAtOpen: 0, events: [] };
  window.seen = seen;
  const source = new EventSource('/api/v1/live/stream?maxRate=10');
  source.onopen = () => {
    seen.opens++;
    seen.eventsAtOpen = seen.events.length;
  };
  for (const type of ['snapshot', 'update', 'reset']) {
    source.addEventListener(type, ({ lastEventId, data }) =>
      seen.events.push({ type, id: lastEventId, position: JSON.parse(data).position }),
    );
  }
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
