// A tally in words; what is too few to be told says so.
import { useWords } from '../words';
import { stanceKinds, told, type Told } from './tally';

/** Null: nobody has answered. */
export function useTold(): (of: Told) => string | null {
  const { t, list } = useWords();
  return of => {
    if (!told(of)) return null;
    const counted = stanceKinds.flatMap(kind => ((of[kind] ?? 0) > 0 ? [`${of[kind]} ${t(`stance.${kind}`).toLocaleLowerCase()}`] : []));
    return list(of.few ? [...counted, t(counted.length > 0 ? 'tally.fewOther' : 'tally.few')] : counted);
  };
}
