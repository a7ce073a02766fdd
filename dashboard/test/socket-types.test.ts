import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SocketFrame, SocketOperation } from '@tidegauge/client';
import { describe, expect, it } from 'vitest';

interface Schema {
  properties: Record<string, { enum?: string[] }>;
  required?: string[];
}
interface AsyncApi {
  channels: { socket: { messages: Record<string, unknown> } };
  operations: Record<string, { action: string; channel: { $ref: string }; messages: Ref[] }>;
  components: { schemas: Record<string, Schema>; messages: Record<string, { payload: Ref }> };
}
interface Ref {
  $ref: string;
}

const document = JSON.parse(
  readFileSync(
    join('..', 'query-api', 'src', 'main', 'resources', 'tidegauge', 'query', 'asyncapi.json'),
    'utf8',
  ),
) as AsyncApi;

/** The schemas of all messages over the WebSocket that the server sends, or receives. */
function messages(action: string): Schema[] {
  const name = ($ref: string) => $ref.slice($ref.lastIndexOf('/') + 1);
  return Object.values(document.operations)
    .filter((operation) => operation.action === action && name(operation.channel.$ref) === 'socket')
    .flatMap((operation) => operation.messages)
    .map(({ $ref }) => {
      const message = document.components.messages[name($ref)];
      return document.components.schemas[name(message?.payload.$ref ?? '')] as Schema;
    });
}

const values = (schemas: Schema[], property: string) =>
  schemas.flatMap((schema) => schema.properties[property]?.enum ?? []).sort();

describe('the types of the WebSocket', () => {
  it('have the events that the AsyncAPI document has', () => {
    // One that the type does not have, or that is not here, is an error of tsc.
    const events: Record<SocketFrame['event'], true> = {
      error: true,
      reset: true,
      snapshot: true,
      unsubscribed: true,
      update: true,
    };
    expect(values(messages('send'), 'event')).toEqual(Object.keys(events));
  });

  it('have the operations and properties that it has', () => {
    const operations: Record<SocketOperation['op'], true> = { subscribe: true, unsubscribe: true };
    expect(values(messages('receive'), 'op')).toEqual(Object.keys(operations));
    const subscribe: Required<Extract<SocketOperation, { op: 'subscribe' }>> = {
      op: 'subscribe',
      id: 'a',
      metric: 'node_load1',
      match: 'host:a',
      server: ['a', 'b'],
      window: ['5m'],
      since: 'a1.1-1',
      maxRate: 4,
    };
    expect(Object.keys(document.components.schemas.Subscribe?.properties ?? {}).sort()).toEqual(
      Object.keys(subscribe).sort(),
    );
  });
});
