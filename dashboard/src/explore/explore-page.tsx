import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { toKind } from '../api/numbers';
import { EmptyState } from '../fleet/empty-state';
import { formatCount } from '../format/numbers';
import { unitOf } from '../format/units';
import { useI18n, useMessages } from '../i18n/i18n';
import { hasNavigated } from '../route/navigate';
import type { Route } from '../route/route';
import { defaultAggregates, isPossible } from './aggregates';
import { MOST_WINDOWS, spanOf, suitableWindow, windowsOf } from './explore-query';
import {
  type ExploreState,
  formatExplore,
  goTo,
  parseExplore,
  withMetric,
  withoutChoice,
} from './explore-route';
import { Grouping } from './grouping';
import { Matchers } from './matchers';
import { messages } from './messages';
import { MetricCombobox } from './metric-combobox';
import { RangeControls } from './range-controls';
import { lastSeenOf, Result } from './result';
import { labelsOf, useMetrics, useSeries } from './use-catalogue';
import { ValueControls } from './value-controls';
import '../style/controls.css';
import '../style/explore.css';

/** Offered before one is chosen; the others are found by typing. */
const FIRST_METRICS = 40;

/** Any metric over any time: chosen, filtered, merged, compared, and passed on as a link. */
export function ExplorePage({ route }: { route: Route }) {
  const t = useMessages(messages);
  const search = route.search ?? '';
  const state = useMemo(() => parseExplore(search), [search]);
  const [typed, setTyped] = useState('');
  const list = useMetrics(typed);
  const series = useSeries(state.metric);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, []);

  if (list.metrics?.length === 0 && !typed && !state.metric) return <EmptyState />;
  const info = list.metrics?.find(({ name }) => name === state.metric) ?? series?.[0];
  const known = list.metrics !== undefined || list.error !== undefined;
  const merged = state.by !== undefined;
  const wanted =
    state.aggregates.length > 0 ? state.aggregates : defaultAggregates(toKind(info?.kind));
  const possible = wanted.filter((each) => isPossible(each, merged));
  const aggregates = possible.length > 0 ? possible : defaultAggregates('gauge');
  const labels = labelsOf(series ?? []);

  return (
    <section class="explore" aria-labelledby="explore-heading">
      <h1 id="explore-heading" ref={heading} tabIndex={-1}>
        {t('heading')}
      </h1>
      <div class="card panel query" data-testid="query">
        <div class="query-row">
          <MetricCombobox
            chosen={state.metric}
            list={list}
            onType={setTyped}
            onChoose={(metric) => goTo(withMetric(state, metric))}
          />
          <RangeControls state={state} onChange={(next) => goTo(next)} />
        </div>
        {list.error && !list.metrics && (
          <p class="note note-warn" role="alert">
            {t('metric.failed', { problem: list.error.message })}
          </p>
        )}
        {state.metric && (
          <div class="query-more">
            <ValueControls
              state={state}
              aggregates={aggregates}
              onChange={(next) => goTo(next, true)}
            />
            <Grouping
              by={state.by}
              labels={[...labels.keys()]}
              onChange={(by) => {
                const { by: _, ...rest } = withoutChoice(state);
                goTo(by ? { ...rest, by } : rest);
              }}
            />
            <Matchers
              match={state.match}
              labels={labels}
              onChange={(match) => goTo({ ...withoutChoice(state), match })}
            />
          </div>
        )}
      </div>
      {!state.metric ? (
        <div class="card nothing">
          <p>{t('choose')}</p>
          <ul class="metric-links">
            {(list.metrics ?? []).slice(0, FIRST_METRICS).map(({ name }) => (
              <li key={name}>
                <a data-page href={`?${formatExplore(withMetric(state, name))}`}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ) : tooMany(state) > 0 ? (
        <TooManyWindows state={state} count={tooMany(state)} />
      ) : known ? (
        <Result
          state={state}
          aggregates={aggregates}
          unit={unitOf(state.metric, info?.unit)}
          onState={goTo}
          {...(series ? { lastSeen: lastSeenOf(series) } : {})}
        />
      ) : (
        <p class="card nothing" aria-busy="true">
          {t('loading')}
        </p>
      )}
    </section>
  );
}

/** Windows of the range where they are too many to be drawn; 0 where they are not. */
function tooMany(state: ExploreState): number {
  const count = windowsOf({ window: state.window, ...spanOf(state, Date.now()) });
  return count > MOST_WINDOWS ? count : 0;
}

function TooManyWindows({ state, count }: { state: ExploreState; count: number }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const window = suitableWindow(spanOf(state, Date.now()));
  return (
    <div class="card nothing" role="alert" data-testid="too-many">
      <p>
        {t('many.windows', {
          count: formatCount(count, locale),
          window: state.window,
          most: formatCount(MOST_WINDOWS, locale),
        })}
      </p>
      {window !== state.window && (
        <button type="button" onClick={() => goTo({ ...state, window })}>
          {t('many.use', { window })}
        </button>
      )}
    </div>
  );
}
