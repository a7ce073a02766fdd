import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiError, apiUrl, getBlob, getJson, rollupsUrl } from '../src/api/client';

let stop: (() => void) | undefined;
afterEach(() => stop?.());

/** A real server on a free port. */
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe('calls', () => {
  it('escape what they are given and stay relative', () => {
    expect(apiUrl('series', [['metric', 'a b&c']])).toBe('api/v1/series?metric=a%20b%26c');
    expect(apiUrl('servers')).toBe('api/v1/servers');
  });

  it('ask for rollups, merged by an empty list of labels', () => {
    const query = { metric: 'm', window: '5m', from: 1, to: 2, match: [['host', 'a:1']] } as const;
    const url = rollupsUrl({ ...query, match: [['host', 'a:1']], merged: true });
    expect(url).toMatch(/^api\/v1\/rollups\?metric=m&window=5m&from=1&to=2&agg=/);
    expect(url).toContain('&match=host%3Aa%3A1');
    expect(url).toMatch(/&by=$/);
    expect(rollupsUrl({ ...query, match: [], merged: false })).not.toContain('by=');
  });

  it('give the JSON', async () => {
    const base = await serving((_, response) => void response.end('{"servers":[]}'));
    expect(await getJson(base)).toEqual({ servers: [] });
  });

  it("say what the server's problem document says", async () => {
    const base = await serving((_, response) => {
      response.writeHead(400, { 'Content-Type': 'application/problem+json' });
      response.end('{"title":"Bad Request","detail":"window 7m is not one of 5m, 15m, 1h, 24h"}');
    });
    const error = await errorOf(getJson(base));
    expect(error.status).toBe(400);
    expect(error.message).toContain('window 7m');
  });

  it('know what a problem is by its type', async () => {
    const base = await serving((_, response) => {
      response.writeHead(422, { 'Content-Type': 'application/problem+json' });
      response.end('{"type":"urn:tidegauge:problem:answer-too-large","detail":"add match"}');
    });
    const error = await errorOf(getJson(base));
    expect([error.status, error.reason, error.message]).toEqual([
      422,
      'answer-too-large',
      'add match',
    ]);
  });

  it('tell an answer that was cut off from none', async () => {
    const base = await serving((_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"series":[', () => response.destroy());
    });
    const error = await errorOf(getJson(base));
    expect([error.status, error.reason]).toEqual([0, 'cut']);
  });

  it('give anything else as it is', async () => {
    const base = await serving((request, response) => {
      response.end(`as ${request.headers.accept}`);
    });
    expect(await (await getBlob(base, 'text/csv')).text()).toBe('as text/csv');
  });

  it("do not repeat a proxy's page", async () => {
    const base = await serving((_, response) => {
      response.writeHead(502);
      response.end('<html>bad gateway</html>');
    });
    const error = await errorOf(getJson(base));
    expect(error.message).toBe('HTTP 502 Bad Gateway');
  });

  it('have no status when nobody answers', async () => {
    const base = await serving((request) => void request.socket.destroy());
    const error = await errorOf(getJson(base));
    expect([error.status, error.reason]).toEqual([0, 'unreachable']);
  });
});
