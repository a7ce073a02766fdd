import { useMessages } from '../i18n/i18n';
import { AGGREGATES, type Aggregate, isPossible, MOST_AGGREGATES } from './aggregates';
import { COMPARES, type ExploreState } from './explore-route';
import { Chip } from './grouping';
import { messages } from './messages';

interface ValueControlsProps {
  state: ExploreState;
  /** What is shown: the state's own, or what suits the metric. */
  aggregates: Aggregate[];
  onChange: (state: ExploreState) => void;
}

/** Which numbers of each window are drawn, and what they are compared with. */
export function ValueControls({ state, aggregates, onChange }: ValueControlsProps) {
  const t = useMessages(messages);
  const full = aggregates.length >= MOST_AGGREGATES;
  const toggle = (aggregate: Aggregate, checked: boolean) => {
    const next = AGGREGATES.filter((each) =>
      each === aggregate ? checked : aggregates.includes(each),
    );
    // The last one stays: a chart of nothing is none.
    if (next.length > 0) onChange({ ...state, aggregates: next });
  };
  return (
    <>
      <fieldset class="control">
        <legend class="control-name">{t('aggregates')}</legend>
        <Chip
          label={t('bands')}
          checked={state.bands}
          onChange={(bands) => onChange({ ...state, bands })}
        />
        {!state.bands &&
          AGGREGATES.filter((each) => isPossible(each, state.by !== undefined)).map((each) => {
            const checked = aggregates.includes(each);
            return (
              <Chip
                key={each}
                label={each}
                checked={checked}
                disabled={(!checked && full) || (checked && aggregates.length === 1)}
                {...(full && !checked ? { title: t('aggregates.most') } : {})}
                onChange={(next) => toggle(each, next)}
              />
            );
          })}
      </fieldset>
      <fieldset class="control">
        <legend class="control-name">{t('compare')}</legend>
        <div class="segments">
          {COMPARES.map((compare) => (
            <label key={compare}>
              <input
                type="radio"
                name="compare"
                checked={compare === state.compare}
                onChange={() => onChange({ ...state, compare })}
              />
              <span>{t(`compare.${compare}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}
