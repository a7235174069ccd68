// Which colour is which level. The words stand on the notes as well.
import { useWords } from '../words';

export function Legend() {
  const { t } = useWords();
  return (
    <p className="legend">
      <span>{t('board.legend')}</span>
      {(['frontline', 'management', 'leadership', 'livedExperience'] as const).map((l, i) => (
        <span key={l}><i className={`sw-note ${['n-yellow', 'n-blue', 'n-lilac', 'n-pink'][i]}`} aria-hidden="true" />{t(`level.${l}`)}</span>
      ))}
    </p>
  );
}
