import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Compare, putRule, type Rule, SIGNALS, type Signal } from '../api/health';
import { useI18n } from '../i18n/i18n';
import { TextField } from '../ui/text-field';
import { type Field, type Mistakes, type RuleDraft, ruleOf } from './rule-draft';
import { inWords, isShare } from './rule-words';

interface RuleFormProps {
  begin: RuleDraft;
  /** Ids of all rules. */
  taken: string[];
  onDone: (saved?: Rule) => void;
}

/** A rule being typed. What was typed stays when saving fails. */
export function RuleForm({ begin, taken, onDone }: RuleFormProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const [draft, setDraft] = useState(begin);
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const [problem, setProblem] = useState<string>();
  const [saving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), []);

  const set = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }));
  const key = begin.id ?? 'new';
  const field = (name: Field) => ({
    id: `rule-${key}-${name}`,
    value: draft[name],
    onInput: (value: string) => set({ [name]: value }),
    ...(mistakes[name] ? { mistake: t(mistakes[name]) } : {}),
  });
  const share = isShare(draft.signal);
  const read = ruleOf(draft, taken);

  const save = async (event: Event) => {
    event.preventDefault();
    setProblem(undefined);
    if ('mistakes' in read) {
      setMistakes(read.mistakes);
      const first = Object.keys(read.mistakes)[0];
      form.current?.querySelector<HTMLInputElement>(`#rule-${key}-${first}`)?.focus();
      return;
    }
    setMistakes({});
    setSaving(true);
    try {
      await putRule(read.rule);
      onDone(read.rule);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setSaving(false);
    }
  };

  return (
    <form
      ref={form}
      class="rule-form"
      noValidate
      aria-label={begin.id ? t('rules.editing', { name: begin.name }) : t('rules.add')}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => event.key === 'Escape' && !saving && onDone()}
      data-testid="rule-form"
    >
      <div class="fields">
        <TextField {...field('name')} label={t('rules.name')} maxLength={100} />
        <div class="field">
          <label for={`rule-${key}-signal`}>{t('rules.signal')}</label>
          <select
            id={`rule-${key}-signal`}
            value={draft.signal}
            onChange={(event) => set({ signal: event.currentTarget.value as Signal })}
          >
            {SIGNALS.map((signal) => (
              <option key={signal} value={signal}>
                {t(`signal.${signal}`)}
              </option>
            ))}
          </select>
        </div>
        {draft.signal === 'metric' && (
          <>
            <TextField
              {...field('metric')}
              label={t('rules.metric')}
              hint={t('rules.metric.hint')}
              maxLength={200}
            />
            <TextField {...field('match')} label={t('rules.match')} hint={t('rules.match.hint')} />
          </>
        )}
        <div class="field">
          <label for={`rule-${key}-compare`}>{t('rules.compare')}</label>
          <select
            id={`rule-${key}-compare`}
            value={draft.compare}
            onChange={(event) => set({ compare: event.currentTarget.value as Compare })}
          >
            <option value="above">{t('rules.compare.above')}</option>
            <option value="below">{t('rules.compare.below')}</option>
          </select>
        </div>
        <TextField
          {...field('warning')}
          label={t('state.warning')}
          numeric
          {...(share ? { unit: '%' } : {})}
        />
        <TextField
          {...field('critical')}
          label={t('state.critical')}
          numeric
          {...(share ? { unit: '%' } : {})}
        />
        <TextField
          {...field('forSeconds')}
          label={t('rules.for')}
          hint={t('rules.for.hint')}
          unit={t('rules.seconds')}
          numeric
        />
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        {t('rules.enabled')}
      </label>
      {'rule' in read && <p class="rule-words">{inWords(read.rule, i18n)}</p>}
      {problem && (
        <p class="field-mistake" role="alert">
          {t('form.failed', { problem })}
        </p>
      )}
      <div class="form-buttons">
        <button type="submit" class="primary" disabled={saving}>
          {t('form.save')}
        </button>
        <button type="button" disabled={saving} onClick={() => onDone()}>
          {t('form.cancel')}
        </button>
      </div>
    </form>
  );
}
