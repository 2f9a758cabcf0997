import { Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { SelectInput } from 'react-admin';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { choicesOf } from '../records/choices.ts';
import type { Column } from '../records/column.ts';
import { RecordRows } from '../records/record-list.tsx';
import { StateChip } from '../records/state-chip.tsx';
import type { Rule } from './retention.ts';

export interface RulesSectionProps {
  readonly onReplace: (rule: Rule) => void;
  readonly onEnd: (rule: Rule) => void;
}

const filters = [
  <SelectInput
    key="inForce"
    source="inForce"
    label="retention.state"
    choices={choicesOf(['true', 'false'], 'retention.inForce')}
    alwaysOn
  />,
];

/** The rules. The most specific one counts for a match. */
export function RulesSection({ onReplace, onEnd }: RulesSectionProps) {
  const translate = useTranslate();
  const everything = translate('records.everything');
  const columns: readonly Column<Rule>[] = [
    {
      name: 'application',
      label: 'retention.application',
      show: ({ application }) => application ?? everything,
    },
    { name: 'purpose', label: 'retention.purpose', show: ({ purpose }) => purpose ?? everything },
    {
      name: 'keep',
      label: 'retention.keep',
      show: ({ days, clock }) => translate(`retention.keeps.${clock}`, { smart_count: days }),
    },
    {
      name: 'ground',
      label: 'retention.ground',
      show: ({ ground }) => translate(`retention.grounds.${ground}`),
    },
    {
      name: 'duty',
      label: 'retention.duty',
      show: ({ duty }) => translate(duty ? 'records.yes' : 'records.no'),
    },
    {
      name: 'state',
      label: 'retention.state',
      show: ({ endedAt, supersededBy }) =>
        endedAt === null ? (
          <StateChip label={translate('retention.states.inForce')} tone="good" />
        ) : (
          <>
            <StateChip
              label={translate(`retention.states.${supersededBy === null ? 'ended' : 'superseded'}`)}
            />{' '}
            <Time at={endedAt} />
          </>
        ),
    },
  ];
  return (
    <Section title={translate('retention.rules')}>
      <RecordRows<Rule>
        resource="retention/rules"
        label={translate('retention.rules')}
        nothing={translate('retention.noRule')}
        filterDefaultValues={{ inForce: 'true' }}
        actions={(rule) =>
          rule.endedAt === null ? (
            <>
              <Button size="small" onClick={() => onReplace(rule)}>
                {translate('retention.replace')}
              </Button>
              <Button size="small" color="error" onClick={() => onEnd(rule)}>
                {translate('retention.end')}
              </Button>
            </>
          ) : null
        }
        {...{ columns, filters }}
      />
    </Section>
  );
}
