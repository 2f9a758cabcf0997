import { useLocale } from 'ra-core';
import { useMemo } from 'react';
import { type Format, formatOf } from './format.ts';

/** Dates and numbers in the language of the page. */
export function useFormat(): Format {
  const locale = useLocale();
  return useMemo(() => formatOf(locale), [locale]);
}
