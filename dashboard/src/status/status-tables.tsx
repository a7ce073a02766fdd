import type { ComponentChildren } from 'preact';
import type { ConsumerStatus, PipelineStatus, TopicStatus } from '../api/types';
import { Sparkline } from '../charts/sparkline';
import { formatCount, formatValue } from '../format/numbers';
import { formatClock, parseTime } from '../format/time';
import { useI18n, useMessages } from '../i18n/i18n';
import { messages, type StatusKey } from './messages';
import { keptRecords, SLOTS, statusHistory } from './status-history';
import { formatRate } from './status-tiles';

const CONSUMERS = ['windows', 'raw', 'rollups', 'revisions', 'live'];

/** Who reads what, and how far behind each partition is. */
export function Consumers({ status }: { status: PipelineStatus }) {
  const t = useMessages(messages);
  return (
    <section class="card panel" aria-labelledby="consumers-heading" data-testid="consumers">
      <h2 id="consumers-heading">{t('consumers')}</h2>
      <Scroll label={t('consumers')} kind="consumers">
        <thead>
          <tr>
            <th scope="col">{t('consumer')}</th>
            <th scope="col">{t('topic')}</th>
            <th scope="col">{t('records')}</th>
            <th scope="col" class="col-minutes">
              {t('minutes')}
            </th>
            <th scope="col">{t('partition')}</th>
          </tr>
        </thead>
        <tbody>
          {status.consumers.map((consumer) => (
            <ConsumerRow key={consumer.name} consumer={consumer} />
          ))}
        </tbody>
      </Scroll>
    </section>
  );
}

function ConsumerRow({ consumer }: { consumer: ConsumerStatus }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const { name, group, topic, lag, partitions } = consumer;
  const behind = Math.max(0, ...partitions.map(({ seconds }) => seconds ?? 0));
  return (
    <tr>
      <th scope="row" title={group}>
        {name}
        {CONSUMERS.includes(name) && <span class="tags">{t(`consumer.${name}` as StatusKey)}</span>}
      </th>
      <td class="col-topic">{topic}</td>
      <td class="number">
        {lag === null ? t('unknown') : formatCount(lag, locale)}
        {behind > 0 && <span class="tags">{formatValue(behind, 'seconds', locale)}</span>}
      </td>
      <td class="col-minutes">
        <Sparkline values={statusHistory.of(`consumer/${name}`)} top={10} slots={SLOTS} />
      </td>
      <td class="lags">
        {partitions.map((each) => (
          <span key={each.partition} class="lag" title={`${t('partition')} ${each.partition}`}>
            <span class="muted">{each.partition}</span>{' '}
            {each.lag === null ? '–' : formatCount(each.lag, locale)}
          </span>
        ))}
      </td>
    </tr>
  );
}

/** What is on the topics; each opens to its partitions. */
export function Topics({ status }: { status: PipelineStatus }) {
  const t = useMessages(messages);
  // A column of which nothing is known is only noise.
  const sized = status.topics.some(({ bytes }) => bytes !== null);
  return (
    <section class="card panel" aria-labelledby="topics-heading" data-testid="topics">
      <h2 id="topics-heading">{t('topics')}</h2>
      <Scroll label={t('topics')} kind="topics">
        <thead>
          <tr>
            <th scope="col">{t('topic')}</th>
            <th scope="col">{t('perSecond')}</th>
            <th scope="col" class="col-minutes">
              {t('minutes')}
            </th>
            <th scope="col">{t('kept')}</th>
            {sized && <th scope="col">{t('size')}</th>}
          </tr>
        </thead>
        <tbody>
          {status.topics.map((topic) => (
            <TopicRow key={topic.name} topic={topic} sized={sized} />
          ))}
        </tbody>
      </Scroll>
      {status.topics.map((topic) => (
        <Partitions key={topic.name} topic={topic} />
      ))}
    </section>
  );
}

function TopicRow({ topic, sized }: { topic: TopicStatus; sized: boolean }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const { name, recordsPerSecond, bytes, partitions } = topic;
  const kept = keptRecords(partitions);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">{formatRate(recordsPerSecond, locale, t('unknown'))}</td>
      <td class="col-minutes">
        <Sparkline values={statusHistory.of(`topic/${name}`)} top={0} slots={SLOTS} />
      </td>
      <td class="number">{kept === null ? t('unknown') : formatCount(kept, locale)}</td>
      {sized && (
        <td class="number">
          {bytes === null ? t('unknown') : formatValue(bytes, 'bytes', locale)}
        </td>
      )}
    </tr>
  );
}

function Partitions({ topic }: { topic: TopicStatus }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const offset = (value: number | null) => (value === null ? '–' : formatCount(value, locale));
  return (
    <details class="partitions">
      <summary>{t('partitions', { name: topic.name })}</summary>
      <Scroll label={t('partitions', { name: topic.name })} kind="">
        <thead>
          <tr>
            <th scope="col">{t('partition')}</th>
            <th scope="col">{t('offsets')}</th>
            <th scope="col">{t('perSecond')}</th>
            <th scope="col">{t('watermark')}</th>
          </tr>
        </thead>
        <tbody>
          {topic.partitions.map(({ partition, begin, end, recordsPerSecond, watermark }) => (
            <tr key={partition}>
              <th scope="row">{partition}</th>
              <td class="number">
                {offset(begin)} – {offset(end)}
              </td>
              <td class="number">{formatRate(recordsPerSecond, locale, '–')}</td>
              <td class="number">{watermark ? formatClock(parseTime(watermark), locale) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </Scroll>
    </details>
  );
}

interface ScrollProps {
  label: string;
  kind: string;
  children: ComponentChildren;
}

function Scroll({ label, kind, children }: ScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the arrow keys
    <section class="status-scroll" tabIndex={0} aria-label={label}>
      <table class={`status-table ${kind}`}>{children}</table>
    </section>
  );
}
