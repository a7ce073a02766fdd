import { useState } from 'preact/hooks';
import type { WindowName } from '../api/types';
import { formatCount } from '../format/numbers';
import { formatMoment } from '../format/time';
import type { Columns } from '../history/columns';
import { useI18n } from '../i18n/i18n';

/** Windows in the table, the newest first. */
const MOST_ROWS = 100;

interface HistoryTableProps {
  columns: Columns;
  window: WindowName;
  counter: boolean;
  format: (value: number | null) => string;
}

/** What the chart shows, as text; drawn only once it is opened. */
export function HistoryTable({ columns, window, counter, format }: HistoryTableProps) {
  const { t, locale } = useI18n();
  const [open, setOpen] = useState(false);
  const rows = open
    ? columns.starts
        .map((start, row) => ({ start, row }))
        .filter(({ row }) => (columns.count[row] ?? 0) > 0)
        .slice(-MOST_ROWS)
        .reverse()
    : [];
  return (
    <details class="history-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('history.table')}</summary>
      {open && (
        <div class="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('history.start')}</th>
                <th scope="col">{t(counter ? 'history.rate' : 'history.avg')}</th>
                {!counter && (
                  <>
                    <th scope="col">{t('summary.min')}</th>
                    <th scope="col">{t('summary.max')}</th>
                    <th scope="col">{t('history.p95')}</th>
                  </>
                )}
                <th scope="col">{t('history.samples')}</th>
                <th scope="col">{t('history.final')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ start, row }) => (
                <tr key={start}>
                  <th scope="row">{formatMoment(start, locale, window === '24h')}</th>
                  <td>{format(columns.avg[row] ?? null)}</td>
                  {!counter && (
                    <>
                      <td>{format(columns.min[row] ?? null)}</td>
                      <td>{format(columns.max[row] ?? null)}</td>
                      <td>{format(columns.p95[row] ?? null)}</td>
                    </>
                  )}
                  <td>{formatCount(columns.count[row], locale)}</td>
                  <td>{t(columns.final[row] ? 'history.yes' : 'history.no')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
