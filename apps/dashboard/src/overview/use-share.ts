import { useLocale } from 'ra-core';
import { useMemo } from 'react';

/** Shares as people read them: 93.4 %, or a dash where there is none. */
export function useShare(): (share: number | null) => string {
  const locale = useLocale();
  return useMemo(() => {
    const format = new Intl.NumberFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', {
      ...{ style: 'percent', maximumFractionDigits: 1 },
    });
    return (share) => (share === null ? '–' : format.format(share));
  }, [locale]);
}
