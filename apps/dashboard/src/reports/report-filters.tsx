import { Box, Chip, MenuItem, TextField, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { usePermitted } from '../access/use-permitted.ts';
import { PERIODS, type PeriodName, periodOf } from '../overview/periods.ts';
import { type Asked, FILTERS, GROUPS, INTERVALS, OF_MATCHES, REPORTS } from './report.ts';

export interface ReportFiltersProps {
  readonly asked: Asked;
  readonly onChange: (asked: Asked) => void;
}

const dateOf = (time: string) => time.slice(0, 10);

/** Which report, of when, by what. */
export function ReportFilters({ asked, onChange }: ReportFiltersProps) {
  const translate = useTranslate();
  const auditor = usePermitted('audit:read');
  const change = (more: Partial<Asked>) => onChange({ ...asked, ...more });
  const ofMatches = OF_MATCHES.includes(asked.report);
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Box sx={GRID}>
        <Choice
          label={translate('reports.report')}
          value={asked.report}
          options={REPORTS.filter((name) => name !== 'accesses' || auditor)}
          textOf={(name) => translate(`reports.names.${name}`)}
          onChange={(report) => change({ report })}
        />
        <TextField
          size="small"
          select
          label={translate('overview.period')}
          value=""
          onChange={({ target }) => change(periodOf(target.value as PeriodName, Date.now()))}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          <MenuItem value="" disabled>
            {translate('reports.choosePeriod')}
          </MenuItem>
          {(Object.keys(PERIODS) as PeriodName[]).map((name) => (
            <MenuItem key={name} value={name}>
              {translate('reports.last', { period: translate(`overview.periods.${name}`) })}
            </MenuItem>
          ))}
        </TextField>
        {(['from', 'to'] as const).map((end) => (
          <TextField
            key={end}
            size="small"
            type="date"
            label={translate(`reports.${end}`)}
            value={dateOf(asked[end])}
            onChange={({ target }) =>
              target.value !== '' && change({ [end]: `${target.value}T00:00:00.000Z` })
            }
            slotProps={{ inputLabel: { shrink: true } }}
          />
        ))}
        {asked.report === 'accesses' ? null : (
          <Choice
            label={translate('reports.interval')}
            value={asked.interval}
            options={INTERVALS}
            textOf={(interval) => translate(`reports.intervals.${interval}`)}
            onChange={(interval) => change({ interval })}
          />
        )}
        {FILTERS.filter((name) => ofMatches || (asked.report === 'accesses' && name === 'application')).map(
          (name) => (
            <TextField
              key={name}
              size="small"
              label={translate(`reports.columns.${name}`)}
              value={asked.filters[name] ?? ''}
              onChange={({ target }) =>
                change({
                  filters: { ...asked.filters, [name]: target.value === '' ? undefined : target.value },
                })
              }
              slotProps={{ htmlInput: { maxLength: name === 'country' ? 2 : 64 } }}
            />
          ),
        )}
      </Box>
      {ofMatches ? (
        <Box
          role="group"
          aria-label={translate('reports.groupBy')}
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
        >
          <Typography variant="body2" color="textSecondary" aria-hidden>
            {translate('reports.groupBy')}
          </Typography>
          {GROUPS.map((group) => {
            const chosen = asked.groupBy.includes(group);
            const groupBy = GROUPS.filter((each) =>
              each === group ? !chosen : asked.groupBy.includes(each),
            );
            return (
              <Chip
                key={group}
                label={translate(`reports.columns.${group}`)}
                aria-pressed={chosen}
                color={chosen ? 'primary' : 'default'}
                variant={chosen ? 'filled' : 'outlined'}
                onClick={() => change({ groupBy })}
              />
            );
          })}
        </Box>
      ) : null}
    </Box>
  );
}

const GRID = {
  display: 'grid',
  gap: 1.5,
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 170px), 1fr))',
} as const;

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Value[];
  readonly textOf: (value: Value) => string;
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, textOf, onChange }: ChoiceProps<Value>) {
  return (
    <TextField
      size="small"
      select
      {...{ label, value }}
      onChange={({ target }) => onChange(target.value as Value)}
    >
      {options.map((option) => (
        <MenuItem key={option} value={option}>
          {textOf(option)}
        </MenuItem>
      ))}
    </TextField>
  );
}
