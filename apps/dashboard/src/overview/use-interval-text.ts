import { useLocale } from 'ra-core';
import { useMemo } from 'react';

/** The beginning of an interval, short enough for an axis. Of reports, so in UTC. */
export function useIntervalText(interval: string): (start: string) => string {
  const locale = useLocale();
  return useMemo(() => {
    const tag = locale === 'fr' ? 'fr-FR' : 'en-GB';
    const parts: Intl.DateTimeFormatOptions =
      interval === 'hour'
        ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
        : interval === 'month'
          ? { month: 'short', year: 'numeric' }
          : { day: 'numeric', month: 'short' };
    const format = new Intl.DateTimeFormat(tag, { ...parts, timeZone: 'UTC' });
    return (start) => format.format(new Date(start));
  }, [locale, interval]);
}
