// Words of the accessibility statement that stands where the operator has written none, in Swedish: the source.
export const statement = {
  'statement.title': 'Tillgänglighet',
  'statement.toStart': 'Till startsidan',
  'statement.notWritten': 'Den som driver den här tjänsten har inte skrivit sin egen redogörelse än. Det här kan Samskapa säga om sig självt.',
  'statement.goal.title': 'Vad vi vill',
  'statement.goal': 'Alla ska kunna vara med: med tangentbord, med skärmläsare, med stor text och på mobil. Målet är WCAG 2.2 på nivå AA och EN 301 549. Varje sida kontrolleras av ett program vid varje ändring. Ett program hittar bara en del av felen.',
  'statement.lacks.title': 'Det som inte är klart',
  'statement.lacks.people': 'Sidorna är inte prövade av personer som använder skärmläsare till vardags.',
  'statement.lacks.pictures': 'Kartan och bilden över effekt och insats är bilder. Samma innehåll finns bredvid, som lista eller tabell.',
  'statement.lacks.texts': 'Det som deltagare skriver, och filer som läggs in, kan ha brister som vi inte ser.',
  'statement.tell.title': 'Säg till',
  'statement.tell': 'Är det något som du inte kan läsa eller använda? Säg det till den som leder dialogen, eller till den som bjöd in dig. Du har rätt att få innehållet på ett annat sätt.',
  'statement.tell.authority': 'Blir du inte nöjd kan du anmäla det till Myndigheten för digital förvaltning, Digg.',
} as const;
