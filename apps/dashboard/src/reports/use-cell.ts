import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { useIntervalText } from '../overview/use-interval-text.ts';
import { useShare } from '../overview/use-share.ts';
import type { Column } from './columns.ts';
import type { Row } from './report.ts';

/** Cells as people read them. */
export function useCell(interval: string): (column: Column, row: Row) => string {
  const translate = useTranslate();
  const format = useFormat();
  const share = useShare();
  const text = useIntervalText(interval);
  return ({ kind, of }, row) => {
    const value = of(row) as string | number | null | undefined;
    if (value === null || value === undefined) return kind === 'text' ? translate('reports.none') : '–';
    switch (kind) {
      case 'count':
        return format.number(Number(value));
      case 'share':
        return share(Number(value));
      case 'score':
        return format.score(Number(value));
      case 'duration':
        return format.duration(Number(value));
      case 'interval':
        return text(String(value));
      case 'time':
        return format.dateTime(String(value));
      case 'country':
        return format.country(String(value));
      case 'actor':
        return translate(`overview.actors.${String(value)}`);
      case 'field':
        return translate(`matches.fields.${String(value)}`, { _: String(value) });
      default:
        return String(value);
    }
  };
}
