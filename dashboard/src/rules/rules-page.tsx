import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { deleteRule, fetchRules, type Rule } from '../api/health';
import { useI18n } from '../i18n/i18n';
import { useAsked } from '../live/use-asked';
import { hasNavigated } from '../route/navigate';
import { draftOf, NEW_RULE } from './rule-draft';
import { RuleForm } from './rule-form';
import { inWords, ruleName } from './rule-words';
import '../style/rules.css';

const POLL_MS = 15_000;
const ADD = '+';

/** The rules by which servers are in trouble, in words, and edited in place. */
export function RulesPage() {
  const i18n = useI18n();
  const { t } = i18n;
  const { value: rules, error, again } = useAsked('rules', fetchRules, POLL_MS);
  const [editing, setEditing] = useState<string>();
  const [said, setSaid] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, []);

  // Back to where the form was opened, with the change itself: a frame later the focus may have gone on.
  const opener = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (editing === undefined && opener.current) document.getElementById(opener.current)?.focus();
    opener.current = undefined;
  }, [editing]);

  const taken = (rules ?? []).map(({ id }) => id);
  const done = (id: string) => (saved?: Rule) => {
    setEditing(undefined);
    if (saved) {
      setSaid(t('rules.saved', { name: ruleName(saved, i18n) }));
      again();
    }
    opener.current = `edit-${id}`;
  };
  const gone = (name: string) => {
    setSaid(t('rules.deleted', { name }));
    again();
    heading.current?.focus();
  };

  return (
    <section class="rules" aria-labelledby="rules-heading">
      <h1 id="rules-heading" ref={heading} tabIndex={-1}>
        {t('rules.heading')}
      </h1>
      <p class="muted">{t('rules.text')}</p>
      <p class="visually-hidden" role="status">
        {said}
      </p>
      {error && (
        <p class="note note-warn" role="alert">
          {t('error.load', { problem: error.message })}
        </p>
      )}
      {!rules && !error && <p class="card nothing">{t('history.loading')}</p>}
      {rules && (
        <>
          {rules.length === 0 && <p class="card nothing">{t('rules.empty')}</p>}
          <ul class="rule-list">
            {rules.map((rule) => (
              <li key={rule.id} class="card rule" data-rule={rule.id}>
                {editing === rule.id ? (
                  <RuleForm begin={draftOf(rule)} taken={taken} onDone={done(rule.id)} />
                ) : (
                  <RuleRow
                    rule={rule}
                    onEdit={() => setEditing(rule.id)}
                    onGone={() => gone(ruleName(rule, i18n))}
                  />
                )}
              </li>
            ))}
          </ul>
          {editing === ADD ? (
            <div class="card rule">
              <RuleForm begin={NEW_RULE} taken={taken} onDone={done(ADD)} />
            </div>
          ) : (
            <button type="button" id={`edit-${ADD}`} onClick={() => setEditing(ADD)}>
              {t('rules.add')}
            </button>
          )}
        </>
      )}
    </section>
  );
}

interface RuleRowProps {
  rule: Rule;
  onEdit: () => void;
  onGone: () => void;
}

function RuleRow({ rule, onEdit, onGone }: RuleRowProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const name = ruleName(rule, i18n);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string>();
  const remove = async () => {
    setProblem(undefined);
    try {
      await deleteRule(rule.id);
      onGone();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <div class="rule-text">
        <h2>
          {name}
          {!rule.enabled && <span class="kind">{t('rules.off')}</span>}
        </h2>
        <p class="rule-words">{inWords(rule, i18n)}</p>
        {problem && (
          <p class="field-mistake" role="alert">
            {t('form.failed', { problem })}
          </p>
        )}
      </div>
      {asking ? (
        <div class="form-buttons">
          <span>{t('rules.delete.sure')}</span>
          <button type="button" class="danger" onClick={() => void remove()}>
            {t('rules.delete.yes', { name })}
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            {t('rules.delete.no')}
          </button>
        </div>
      ) : (
        <div class="form-buttons">
          <button
            type="button"
            id={`edit-${rule.id}`}
            aria-label={t('rules.editing', { name })}
            onClick={onEdit}
          >
            {t('form.edit')}
          </button>
          <button
            type="button"
            aria-label={t('rules.deleting', { name })}
            onClick={() => setAsking(true)}
          >
            {t('rules.delete')}
          </button>
        </div>
      )}
    </>
  );
}
