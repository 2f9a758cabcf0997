import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Section } from '../layout/section.tsx';
import { FIELDS, labelOf, type Policy, type Rule } from './policy.ts';
import { RuleScale } from './rule-scale.tsx';

export interface RulesSectionProps {
  readonly policy: Policy;
  /** Where what is other than in this one is marked. */
  readonly active: Policy | undefined;
}

/** Field by field: its scale with both thresholds, its weight, and what is other than by the policy in force. */
export function RulesSection({ policy, active }: RulesSectionProps) {
  const translate = useTranslate();
  const format = useFormat();
  const compared = active === undefined || active.id === policy.id ? null : active;
  const minimumDiffers = compared !== null && compared.minimumDecisive !== policy.minimumDecisive;
  return (
    <Section title={translate('policies.rules')}>
      <Typography variant="body2" sx={{ mb: 1 }}>
        {translate('policies.minimum', { smart_count: policy.minimumDecisive })}
        {minimumDiffers ? (
          <Typography component="strong" variant="body2" color="warning.main" sx={{ ml: 1, fontWeight: 600 }}>
            {translate('policies.inForceNow', { value: String(compared.minimumDecisive) })}
          </Typography>
        ) : null}
      </Typography>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={translate('policies.rules')}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{translate('policies.field')}</TableCell>
              <TableCell>{translate('policies.weight')}</TableCell>
              <TableCell align="right">{translate('policies.contradictsBelow')}</TableCell>
              <TableCell align="right">{translate('policies.agreesFrom')}</TableCell>
              <TableCell sx={{ minWidth: 140, width: '40%' }}>{translate('policies.scaleHead')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {FIELDS.map((field) => {
              const rule = policy.fields[field];
              const other = compared?.fields[field];
              const name = translate(labelOf(field));
              const differs = compared !== null && textOf(rule) !== textOf(other);
              return (
                <TableRow key={field}>
                  <TableCell component="th" scope="row">
                    {name}
                    {differs ? (
                      <Typography variant="caption" component="div" color="warning.main">
                        {translate('policies.inForceNow', { value: shownAs(other) })}
                      </Typography>
                    ) : null}
                  </TableCell>
                  {rule === undefined ? (
                    <TableCell colSpan={4} sx={{ color: 'text.secondary' }}>
                      {translate('policies.weights.none')}
                    </TableCell>
                  ) : (
                    <>
                      <TableCell>{translate(`policies.weights.${rule.weight}`)}</TableCell>
                      <TableCell align="right">{format.score(rule.contradictsBelow)}</TableCell>
                      <TableCell align="right">{format.score(rule.agreesFrom)}</TableCell>
                      <TableCell>
                        <RuleScale label={name} rule={rule} />
                      </TableCell>
                    </>
                  )}
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      </Box>
      <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1.5 }}>
        {translate('policies.scaleHint')}
      </Typography>
    </Section>
  );

  function shownAs(rule: Rule | undefined): string {
    if (rule === undefined) return translate('policies.weights.none');
    const thresholds = `${format.score(rule.contradictsBelow)} / ${format.score(rule.agreesFrom)}`;
    return `${thresholds}, ${translate(`policies.weights.${rule.weight}`)}`;
  }
}

const textOf = (rule: Rule | undefined) =>
  rule === undefined ? '' : `${rule.agreesFrom} ${rule.contradictsBelow} ${rule.weight}`;
