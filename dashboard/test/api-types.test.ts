import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a script without types
import { DOCUMENT, GENERATED, typesOf } from '../scripts/api-types.mjs';
import type * as Api from '../src/api/generated';
import type {
  LiveFrame,
  MetricInfo,
  PipelineStatus,
  RollupsAnswer,
  SeriesInfo,
  Server,
} from '../src/api/types';

/** What the page reads of each answer has to be in what the document promises; tsc checks it. */
type Reads<Promised extends Read, Read> = Promised;
export type Checked = [
  Reads<Api.Rollups, RollupsAnswer>,
  Reads<Api.Live, LiveFrame>,
  Reads<Api.Server, Server>,
  Reads<Api.Status, PipelineStatus>,
  Reads<Api.Metrics['metrics'][number], MetricInfo>,
  Reads<Api.SeriesList['series'][number], SeriesInfo>,
];

describe('the types of the API', () => {
  it('are those of the OpenAPI document', () => {
    const wanted = typesOf(JSON.parse(readFileSync(DOCUMENT, 'utf8')));
    expect(readFileSync(GENERATED, 'utf8'), 'npm run api-types makes them anew').toBe(wanted);
  });

  it('are made of every kind of schema', () => {
    const schemas = {
      A: {
        type: 'object',
        description: 'An A.',
        required: ['b'],
        properties: {
          b: { type: ['integer', 'null'] },
          'c-d': { type: 'array', items: { $ref: '#/components/schemas/Number' } },
        },
        patternProperties: { '^p[0-9]{1,3}$': { type: 'number' } },
      },
      Number: { oneOf: [{ type: 'number' }, { type: 'string', enum: ['NaN'] }] },
      Map: { type: 'object', additionalProperties: { type: 'string' } },
      Any: {},
    };
    const text: string = typesOf({ components: { schemas } });
    expect(text).toContain('/** An A. */\nexport type A = {\n  b: number | null;\n');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is written out as a type
    expect(text).toContain('  "c-d"?: Array<NumberOrName>;\n  [name: `p${number}`]: number;\n};');
    expect(text).toContain('export type NumberOrName = number | "NaN";');
    expect(text).toContain('export type Map = Record<string, string>;');
    expect(text).toContain('export type Any = unknown;');
  });
});
