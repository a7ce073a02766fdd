import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useI18n } from '../i18n/i18n';

/** The page of rules, fetched when it is first opened: the fleet does without it. */
export function LazyRules() {
  const { t } = useI18n();
  const [page, setPage] = useState<{ Rules: ComponentType }>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    import('./rules-page').then(
      (module) => setPage({ Rules: module.RulesPage }),
      (error: unknown) => setProblem(String(error)),
    );
  }, []);
  if (problem) {
    return (
      <p class="card nothing" role="alert">
        {t('error.load', { problem })}
      </p>
    );
  }
  return page ? <page.Rules /> : <p class="card nothing">{t('history.loading')}</p>;
}
