import { DateTimeInput, SelectInput, TextInput } from 'react-admin';
import { STATUSES, VERDICTS } from './match.ts';

const choices = (values: readonly string[], texts: string) =>
  values.map((id) => ({ id, name: `matches.${texts}.${id}` }));

/** Every filter of the API. Those by number and e-mail are taken in full, and found by a blind index. */
export const matchFilters = [
  <SelectInput
    key="status"
    source="status"
    label="matches.fields.status"
    choices={choices(STATUSES, 'statuses')}
  />,
  <SelectInput
    key="verdict"
    source="verdict"
    label="matches.fields.verdict"
    choices={choices(VERDICTS, 'verdicts')}
  />,
  <TextInput key="operator" source="operator" label="matches.fields.operator" />,
  <TextInput key="country" source="country" label="matches.fields.country" />,
  <DateTimeInput key="from" source="from" label="matches.filters.from" parse={toInstant} />,
  <DateTimeInput key="to" source="to" label="matches.filters.to" parse={toInstant} />,
  <TextInput key="reference" source="reference" label="matches.fields.reference" />,
  <TextInput key="number" source="number" label="matches.filters.number" autoComplete="off" />,
  <TextInput key="email" source="email" label="matches.filters.email" autoComplete="off" />,
  <TextInput key="errorId" source="errorId" label="matches.filters.errorId" />,
  <TextInput key="application" source="application" label="matches.filters.application" />,
  <SelectInput
    key="review"
    source="review"
    label="matches.filters.review"
    choices={choices(['open', 'overridden'], 'reviews')}
  />,
];

/** What is typed is local time; the service is told which moment that is. */
function toInstant(value: string): string | null {
  const time = new Date(value);
  return value === '' || Number.isNaN(time.getTime()) ? null : time.toISOString();
}
