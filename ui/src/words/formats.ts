// Dates, times, numbers and lists as a person of that language writes them.
const day = /^(\d{4})-(\d{2})-(\d{2})$/;

function asDate(value: string | number | Date): Date {
  // A bare date is that day where the reader is, not midnight UTC the evening before.
  const bare = typeof value === 'string' ? day.exec(value) : null;
  return bare ? new Date(+bare[1]!, +bare[2]! - 1, +bare[3]!) : new Date(value);
}

export function formats(locale: string) {
  const put = (value: string | number | Date | undefined, options: Intl.DateTimeFormatOptions) => {
    if (value === undefined || value === '') return '';
    const date = asDate(value);
    return Number.isNaN(date.getTime()) ? String(value) : new Intl.DateTimeFormat(locale, options).format(date);
  };
  return {
    /** 3 oktober 2026 */
    date: (value: string | number | Date | undefined) => put(value, { day: 'numeric', month: 'long', year: 'numeric' }),
    /** 3 okt. */
    shortDate: (value: string | number | Date | undefined) => put(value, { day: 'numeric', month: 'short' }),
    /** 14:32 */
    time: (value: string | number | Date | undefined) => put(value, { hour: '2-digit', minute: '2-digit' }),
    /** 3 okt. 14:32 */
    dateTime: (value: string | number | Date | undefined) => put(value, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    /** torsdag 12 november 09:00 */
    meeting: (value: string | number | Date | undefined) => put(value, { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }),
    number: (value: number, digits = 0) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    /** 43 % */
    percent: (share: number) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share),
    /** A, B och C */
    list: (parts: readonly string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts),
    /** 6:40 */
    clock: (seconds: number) => {
      const whole = Math.max(0, Math.round(seconds));
      const h = Math.floor(whole / 3600), m = Math.floor(whole / 60) % 60, s = String(whole % 60).padStart(2, '0');
      return h ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
    },
    compare: new Intl.Collator(locale, { numeric: true }).compare,
  };
}
