// Does a text hold what looks like a Swedish personal identity number? A warning before sending, not a promise: other traces of a person are for people to see.
const candidate = /(?<![\d-])(?:(?:19|20)(\d{2})|(\d{2}))(\d{2})(\d{2})([-+–]?)\s?(\d{4})(?!\d)/g;

export function findPersonnummer(text: string): string | null {
  for (const m of text.matchAll(candidate)) {
    const [whole, longYear, year = longYear, month, day, separator, last] = m;
    // Coordination numbers (samordningsnummer) add 60 to the day.
    const d = +day! > 60 ? +day! - 60 : +day!;
    if (+month! < 1 || +month! > 12 || d < 1 || d > 31) continue;
    // A telephone number may look like ten digits of a date; the check digit or the separator tells them apart.
    if (separator || longYear || luhn(`${year}${month}${day}${last}`)) return whole.trim();
  }
  return null;
}

function luhn(ten: string): boolean {
  let sum = 0;
  for (let i = 0; i < ten.length; i++) {
    const doubled = +ten[i]! * (i % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
