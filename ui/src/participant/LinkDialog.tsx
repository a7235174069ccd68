// A link that could not be copied for the person: it stands in a field, marked.
import { useEffect, useRef } from 'react';
import { Button, Dialog, TextField } from '../design';
import { mark } from '../design/copy';
import { useWords } from '../words';

export function LinkDialog({ title, link, onClose }: { title: string; link: string; onClose: () => void }) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => { if (field.current) mark(field.current); }, []);
  return (
    <Dialog title={title} open asks={false} onClose={onClose} footer={<Button onClick={onClose}>{t('common.close')}</Button>}>
      <TextField ref={field} label={t('copy.link')} help={t('copy.marked')} readOnly value={link} onFocus={e => e.target.select()} />
    </Dialog>
  );
}
