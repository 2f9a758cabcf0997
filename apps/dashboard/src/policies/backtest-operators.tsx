import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import type { Backtest } from './policy.ts';

export interface BacktestOperatorsProps {
  readonly operators: Backtest['operators'];
  readonly against: 'active' | 'record';
}

/** Whether one operator's customers are hit harder than others. */
export function BacktestOperators({ operators, against }: BacktestOperatorsProps) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Box
      sx={{ overflowX: 'auto' }}
      tabIndex={0}
      role="region"
      aria-label={translate('policies.backtest.operators')}
    >
      <Typography variant="subtitle2" component="h3">
        {translate('policies.backtest.operators')}
      </Typography>
      <Table size="small" sx={{ maxWidth: 560 }}>
        <TableHead>
          <TableRow>
            <TableCell>{translate('policies.backtest.operator')}</TableCell>
            <TableCell align="right">{translate('policies.backtest.matches')}</TableCell>
            <TableCell align="right">{translate('policies.backtest.changedHead')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {operators.map(({ operator, matches, changed, changedFromActive }) => {
            const count = against === 'active' ? changedFromActive : changed;
            return (
              <TableRow key={operator ?? ''}>
                <TableCell component="th" scope="row">
                  {nameOf(operator)}
                </TableCell>
                <TableCell align="right">{format.number(matches)}</TableCell>
                <TableCell align="right">
                  {format.number(count)} ({format.number(Math.round((1_000 * count) / matches) / 10)} %)
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Box>
  );

  function nameOf(operator: string | null): string {
    if (operator === null) return translate('policies.backtest.noOperator');
    return operator === '*' ? translate('policies.backtest.otherOperators') : operator;
  }
}
