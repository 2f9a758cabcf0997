import { DateTimeInput } from 'react-admin';

/** From when to when, as two filters of a list. What is typed is local time; the service is told which moment that is. */
export const dayFilters = [
  <DateTimeInput key="from" source="from" label="records.from" parse={toInstant} />,
  <DateTimeInput key="to" source="to" label="records.to" parse={toInstant} />,
];

function toInstant(value: string): string | null {
  const time = new Date(value);
  return value === '' || Number.isNaN(time.getTime()) ? null : time.toISOString();
}
