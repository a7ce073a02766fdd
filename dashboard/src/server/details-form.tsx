import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { changeServer, type ServerChange } from '../api/health';
import type { Server, ServerDetail } from '../api/types';
import type { MessageKey } from '../i18n/en';
import { useI18n } from '../i18n/i18n';
import { TextField } from '../ui/text-field';
import { type DetailsDraft, detailsDraftOf, detailsOf } from './details-draft';

const LINES: [keyof DetailsDraft, MessageKey][] = [
  ['environment', 'details.environment'],
  ['role', 'details.role'],
  ['location', 'details.location'],
  ['owner', 'details.owner'],
];

interface DetailsFormProps {
  server: Server;
  onDone: (saved?: ServerDetail) => void;
}

/** What people say of a server, being typed. What was typed stays when saving fails. */
export function DetailsForm({ server, onDone }: DetailsFormProps) {
  const { t } = useI18n();
  // As it was when the form was opened: what is polled meanwhile does not change what is typed.
  const [draft, setDraft] = useState(() => detailsDraftOf(server));
  const [mistake, setMistake] = useState<MessageKey>();
  const [problem, setProblem] = useState<string>();
  const [saving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), []);

  const save = async (event: Event) => {
    event.preventDefault();
    setProblem(undefined);
    const read: { change: ServerChange } | { mistake: MessageKey } = detailsOf(draft);
    setMistake('mistake' in read ? read.mistake : undefined);
    if ('mistake' in read) {
      form.current?.querySelector<HTMLInputElement>('#details-tags')?.focus();
      return;
    }
    setSaving(true);
    try {
      onDone(await changeServer(server.id, read.change));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setSaving(false);
    }
  };

  return (
    <form
      ref={form}
      class="details-form card"
      noValidate
      aria-label={t('details.heading')}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => event.key === 'Escape' && !saving && onDone()}
      data-testid="details-form"
    >
      <div class="fields">
        {LINES.map(([name, label]) => (
          <TextField
            key={name}
            id={`details-${name}`}
            label={t(label)}
            value={draft[name]}
            maxLength={200}
            onInput={(value) => setDraft((before) => ({ ...before, [name]: value }))}
          />
        ))}
        <TextField
          id="details-tags"
          label={t('details.tags')}
          value={draft.tags}
          hint={t('details.tags.hint')}
          {...(mistake ? { mistake: t(mistake) } : {})}
          onInput={(value) => setDraft((before) => ({ ...before, tags: value }))}
        />
      </div>
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
