// Writes src/api/generated.ts: the schemas of the query API's OpenAPI document as types. A test fails while they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const DOCUMENT = join(root, '../query-api/src/main/resources/tidegauge/query/openapi.json');
export const GENERATED = join(root, 'src/api/generated.ts');

/** Names that would hide the language's own. */
const RENAMED = { Number: 'NumberOrName' };
const PLAIN = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean' };

/** The text of the file. */
export function typesOf({ components }) {
  const parts = Object.entries(components.schemas).map(
    ([name, schema]) => `${comment(schema, '')}export type ${named(name)} = ${type(schema, '')};\n`,
  );
  const head =
    '// Made from the OpenAPI document of the query API by `npm run api-types`; not to be edited.\n';
  return [head, ...parts].join('\n');
}

function named(name) {
  return RENAMED[name] ?? name;
}

function type(schema, indent) {
  if (schema.$ref) return named(schema.$ref.split('/').at(-1));
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return union(choices.map((each) => type(each, indent)));
  if (schema.allOf) return schema.allOf.map((each) => type(each, indent)).join(' & ');
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((each) => type({ ...schema, type: each }, indent)));
  }
  if (schema.type === 'null') return 'null';
  if (schema.type === 'array') return `Array<${type(schema.items ?? {}, indent)}>`;
  if (schema.type === 'object' || schema.properties) return object(schema, indent);
  return PLAIN[schema.type] ?? 'unknown';
}

function union(types) {
  return [...new Set(types)].join(' | ');
}

function object({ properties, patternProperties, additionalProperties, required = [] }, indent) {
  const inner = `${indent}  `;
  const lines = Object.entries(properties ?? {}).map(([name, schema]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    const optional = required.includes(name) ? '' : '?';
    return `${comment(schema, inner)}${inner}${key}${optional}: ${type(schema, inner)};\n`;
  });
  for (const [pattern, schema] of Object.entries(patternProperties ?? {})) {
    // Percentiles are the only names that are a pattern.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is written out as a type
    const key = pattern.startsWith('^p[0-9]') ? '`p${number}`' : 'string';
    lines.push(`${inner}[name: ${key}]: ${type(schema, inner)};\n`);
  }
  if (lines.length > 0) return `{\n${lines.join('')}${indent}}`;
  const value = typeof additionalProperties === 'object' ? type(additionalProperties, indent) : '';
  return `Record<string, ${value || 'unknown'}>`;
}

function comment({ description }, indent) {
  return description ? `${indent}/** ${description.replaceAll('*/', '* /')} */\n` : '';
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(GENERATED, typesOf(JSON.parse(readFileSync(DOCUMENT, 'utf8'))));
  console.log(`dashboard: wrote ${GENERATED}`);
}
