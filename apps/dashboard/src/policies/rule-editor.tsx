import { Box, MenuItem, Slider, TextField, Typography, useTheme } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { type Field, labelOf, type Rule } from './policy.ts';

export interface RuleEditorProps {
  readonly field: Field;
  readonly rule: Rule | undefined;
  /** undefined: the field is not looked at. */
  readonly onChange: (rule: Rule | undefined) => void;
}

const FRESH: Rule = { agreesFrom: 0.8, contradictsBelow: 0.5, weight: 'supporting' };
const STEP = 0.01;

/** One field: its weight, and both thresholds on one scale and in figures. */
export function RuleEditor({ field, rule, onChange }: RuleEditorProps) {
  const translate = useTranslate();
  const format = useFormat();
  const { palette } = useTheme();
  const name = translate(labelOf(field));
  const weight = rule?.weight ?? 'none';

  const at = (value: number) => `${value * 100}%`;
  const scale =
    rule === undefined
      ? palette.divider
      : `linear-gradient(to right, ${palette.error.main} ${at(rule.contradictsBelow)}, ${palette.warning.main} 0 ${at(rule.agreesFrom)}, ${palette.success.main} 0)`;

  const threshold = (part: 'contradictsBelow' | 'agreesFrom') => {
    const label = translate(`policies.${part}`);
    return (
      <TextField
        type="number"
        size="small"
        label={label}
        value={rule?.[part] ?? ''}
        disabled={rule === undefined}
        onChange={({ target }) => {
          const value = within(Number(target.value));
          if (rule === undefined) return;
          // One pushes the other along: what agrees cannot contradict.
          onChange(
            part === 'agreesFrom'
              ? { ...rule, agreesFrom: value, contradictsBelow: Math.min(rule.contradictsBelow, value) }
              : { ...rule, contradictsBelow: value, agreesFrom: Math.max(rule.agreesFrom, value) },
          );
        }}
        slotProps={{ htmlInput: { min: 0, max: 1, step: STEP, 'aria-label': `${name}: ${label}` } }}
        sx={{ width: '8.5rem' }}
      />
    );
  };

  return (
    <Box
      role="group"
      aria-label={name}
      sx={{
        ...{ display: 'grid', gap: 1.5, alignItems: 'center' },
        gridTemplateColumns: { xs: '1fr', md: '10rem 10rem minmax(8rem, 1fr) auto' },
      }}
    >
      <Typography sx={{ fontWeight: 600 }}>{name}</Typography>
      <TextField
        select
        size="small"
        label={translate('policies.weight')}
        value={weight}
        onChange={({ target }) =>
          onChange(
            target.value === 'none'
              ? undefined
              : { ...(rule ?? FRESH), weight: target.value as Rule['weight'] },
          )
        }
      >
        {['decisive', 'supporting', 'none'].map((each) => (
          <MenuItem key={each} value={each}>
            {translate(`policies.weights.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <Box sx={{ px: 1.5, minWidth: 0 }}>
        <Slider
          value={rule === undefined ? [0, 0] : [rule.contradictsBelow, rule.agreesFrom]}
          disabled={rule === undefined}
          min={0}
          max={1}
          step={STEP}
          track={false}
          valueLabelDisplay="auto"
          valueLabelFormat={(value) => format.score(value)}
          getAriaLabel={(index) =>
            `${name}: ${translate(index === 0 ? 'policies.contradictsBelow' : 'policies.agreesFrom')}`
          }
          getAriaValueText={(value) => format.score(value)}
          slotProps={{ rail: { style: { opacity: 1, background: scale } } }}
          onChange={(_, value) => {
            const [contradictsBelow = 0, agreesFrom = 0] = Array.isArray(value) ? value : [value, value];
            if (rule !== undefined) onChange({ ...rule, contradictsBelow, agreesFrom });
          }}
        />
      </Box>
      <Box sx={{ display: 'flex', gap: 1 }}>
        {threshold('contradictsBelow')}
        {threshold('agreesFrom')}
      </Box>
    </Box>
  );
}

const within = (value: number) => Math.min(1, Math.max(0, Math.round(value * 1_000) / 1_000));
