// Vad har hänt? An ordinary list, newest first, of what came while this page was open.
import { Dialog } from '../design';
import { useShown } from '../session/react';
import { useWords, type Key } from '../words';
import { bundles } from './deeds';

export function Happened({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, time } = useWords();
  const happened = useShown(s => s.happened), agenda = useShown(s => s.dialogue.agenda);
  const rows = open ? bundles(happened) : [];
  return (
    <Dialog title={t('lead.what')} open={open} onClose={onClose} as="drawer">
      {rows.length === 0 && <p className="help">{t('lead.deed.none')}</p>}
      <ol className="deeds">
        {rows.map(r => <li key={r.seq}><time className="meta num" dateTime={r.at}>{time(r.at)}</time><span>{t(`lead.deed.${r.type}` as Key, { n: r.count, name: agenda.find(p => p.id === r.phaseId)?.title ?? '' })}</span></li>)}
      </ol>
    </Dialog>
  );
}
