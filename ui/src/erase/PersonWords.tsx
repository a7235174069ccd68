// One person's words: taken back, in one's own details and for those who lead beside each person. As a file for the person alone: what was
// written without a name is in it as well.
import '../words/later';
import './erase.css';
import { api } from '../api';
import { Button, Icon } from '../design';
import { useShown } from '../session/react';
import { useWords } from '../words';
import type { Participant } from '../wire';
import { askToErase, wordsIn } from './ask';

export default function PersonWords({ person, own }: { person: Participant; own: boolean }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  const { id, name } = person;
  // Where names are hidden nobody else's page knows whose a text is: what is quoted is what this page may know.
  const written = () => [
    ...d.items.filter(item => item.by === id).flatMap(wordsIn),
    ...d.stances.filter(stance => stance.by === id).map(stance => stance.reason),
  ];
  return (
    <section className="person-words" aria-labelledby={`words-${id}`}>
      <h3 id={`words-${id}`}>{own ? t('mydata.title') : t('mydata.titleTheirs', { name })}</h3>
      {own && <p className="help">{t('mydata.help')}</p>}
      <div className="row lead-wrap">
        {own && <a className="b b-small" href={api.personData(d.id, id)} download><Icon name="downFile" /> {t('mydata.get')}</a>}
        {name && <Button size="small" icon="trash" onClick={() => askToErase({ what: [{ participantId: id }], takes: 'name', words: [name], name })}>{t(own ? 'mydata.eraseName' : 'mydata.eraseTheirName')}</Button>}
        <Button size="small" icon="trash" onClick={() => askToErase({ what: [{ writtenBy: id }], takes: own ? 'mine' : 'theirs', words: written(), name })}>{own ? t('mydata.eraseAll') : t('mydata.eraseTheirs', { name })}</Button>
      </div>
    </section>
  );
}
