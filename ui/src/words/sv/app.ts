// The page itself: what is said when there is no screen to show.
export const app = {
  'app.opening': 'Öppnar …',
  'leaving.title': 'Lämnar enheten',
  'leaving.forgotten': 'Den här enheten har glömt dig och det som låg här.',
  'leaving.waiting': 'Men du är inte utloggad hos servern än, för den går inte att nå just nu. Det sker av sig självt så snart nätet är tillbaka, om sidan får vara öppen. Annars nästa gång den öppnas.',
  'app.notFound.title': 'Sidan finns inte',
  'app.notFound.text': 'Kanske är länken avkortad, eller så har den slutat gälla. Be den som skickade den om en ny.',
  'app.notFound.join': 'Har du en kod? Gå med här',
  'app.failed.title': 'Sidan kunde inte visas',
  'app.failed.text': 'Det du har skrivit finns kvar. Ladda om sidan för att fortsätta.',
  'app.failed.reload': 'Ladda om',
} as const;
