import { apiUrl, getJson, sendJson } from './client';
import type { Finding, ServerDetail, ServerState } from './types';

/** What a rule looks at; cpu, memory and disk are shares of one. */
export type Signal = 'cpu' | 'memory' | 'disk' | 'load1' | 'metric';
export const SIGNALS: Signal[] = ['cpu', 'memory', 'disk', 'load1', 'metric'];
export type Compare = 'above' | 'below';

export interface Rule {
  id: string;
  name: string;
  signal: Signal;
  /** With the signal metric only. */
  metric: string | null;
  /** `label:value` that the metric's series must have. */
  match: string[];
  compare: Compare;
  warning: number | null;
  critical: number | null;
  forSeconds: number;
  enabled: boolean;
}

export interface ServerEvent {
  id: string;
  time: string;
  server: string;
  from: ServerState;
  to: ServerState;
  findings: Finding[];
}

/** What people say of a server; what is left out stays. */
export interface ServerChange {
  environment?: string;
  role?: string;
  location?: string;
  owner?: string;
  tags?: string[];
}

export async function fetchRules(signal?: AbortSignal): Promise<Rule[]> {
  return (await getJson<{ rules: Rule[] }>(apiUrl('rules'), signal)).rules;
}

export async function putRule({ id, ...rule }: Rule): Promise<void> {
  await sendJson('PUT', ruleUrl(id), rule);
}

export async function deleteRule(id: string): Promise<void> {
  await sendJson('DELETE', ruleUrl(id));
}

function ruleUrl(id: string): string {
  return apiUrl(`rules/${encodeURIComponent(id)}`);
}

/** The newest events of a server. */
export async function fetchEvents(
  server: string,
  limit: number,
  signal?: AbortSignal,
): Promise<ServerEvent[]> {
  const url = apiUrl('events', [
    ['server', server],
    ['limit', String(limit)],
  ]);
  return (await getJson<{ events: ServerEvent[] }>(url, signal)).events;
}

export async function changeServer(id: string, change: ServerChange): Promise<ServerDetail> {
  const answer = await sendJson('PATCH', apiUrl(`servers/${encodeURIComponent(id)}`), change);
  return answer as ServerDetail;
}
