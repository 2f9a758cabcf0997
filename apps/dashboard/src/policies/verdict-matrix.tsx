import {
  Box,
  Button,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { Link } from 'react-router-dom';
import { usePermitted } from '../access/use-permitted.ts';
import { useFormat } from '../i18n/use-format.ts';
import { VERDICTS } from '../matches/match.ts';
import { VerdictChip } from '../matches/verdict-chip.tsx';
import type { Cell, Comparison } from './policy.ts';

export interface VerdictMatrixProps {
  readonly comparison: Comparison;
  readonly matches: number;
  readonly against: 'active' | 'record';
}

/** From which verdict to which: a row for what is now, a column for what would be; a click shows examples. */
export function VerdictMatrix({ comparison, matches, against }: VerdictMatrixProps) {
  const translate = useTranslate();
  const format = useFormat();
  const captionId = useId();
  const [open, setOpen] = useState<string>();
  const { cells, changed, share } = comparison;
  const cellOf = (from: string, to: string) => cells.find((cell) => cell.from === from && cell.to === to);
  const shown = cells.find((cell) => keyOf(cell) === open);
  return (
    <Box>
      <Typography component="p" sx={{ fontWeight: 600, mb: 1 }}>
        {translate(changed === 0 ? 'policies.backtest.nothing' : 'policies.backtest.changed', {
          ...{ changed: format.number(changed), matches: format.number(matches), share: percent(share) },
        })}
      </Typography>
      <Typography id={captionId} variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {translate(`policies.backtest.caption.${against}`)}
      </Typography>
      <Box
        sx={{ overflowX: 'auto' }}
        tabIndex={0}
        role="region"
        aria-label={translate('policies.backtest.matrix')}
      >
        <Table
          size="small"
          aria-describedby={captionId}
          sx={{ width: 'auto', '& td, & th': { whiteSpace: 'nowrap' } }}
        >
          <TableHead>
            <TableRow>
              <TableCell>{translate('policies.backtest.fromTo')}</TableCell>
              {VERDICTS.map((to) => (
                <TableCell key={to} align="right" scope="col">
                  <VerdictChip verdict={to} />
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {VERDICTS.map((from) => (
              <TableRow key={from}>
                <TableCell component="th" scope="row">
                  <VerdictChip verdict={from} />
                </TableCell>
                {VERDICTS.map((to) => {
                  const cell = cellOf(from, to);
                  return (
                    <TableCell key={to} align="right" sx={from === to ? { bgcolor: 'action.hover' } : {}}>
                      {cell === undefined ? (
                        <Box component="span" sx={{ color: 'text.secondary' }}>
                          0
                        </Box>
                      ) : from === to ? (
                        format.number(cell.count)
                      ) : (
                        <Button
                          size="small"
                          aria-expanded={open === keyOf(cell)}
                          aria-label={translate('policies.backtest.show', {
                            ...{ count: format.number(cell.count), from: verdict(from), to: verdict(to) },
                          })}
                          onClick={() => setOpen(open === keyOf(cell) ? undefined : keyOf(cell))}
                          sx={{ fontWeight: 700, minWidth: 0 }}
                        >
                          {format.number(cell.count)}
                        </Button>
                      )}
                    </TableCell>
                  );
                })}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
      {shown === undefined ? null : <Samples cell={shown} />}
    </Box>
  );

  function verdict(name: string): string {
    return translate(`matches.verdicts.${name}`);
  }
  function percent(value: number): string {
    return `${format.number(Math.round(value * 1_000) / 10)} %`;
  }
}

function Samples({ cell: { from, to, sample, count } }: { readonly cell: Cell }) {
  const translate = useTranslate();
  const format = useFormat();
  const mayLook = usePermitted('matches:read');
  return (
    <Box sx={{ mt: 1.5 }} role="status">
      <Typography variant="body2" sx={{ mb: 0.5 }}>
        {translate('policies.backtest.samples', {
          ...{ from: translate(`matches.verdicts.${from}`), to: translate(`matches.verdicts.${to}`) },
          ...{ shown: format.number(sample.length), count: format.number(count) },
        })}
      </Typography>
      <Box
        component="ul"
        sx={{ m: 0, pl: 2.5, columnWidth: '22rem', fontFamily: 'ui-monospace, monospace', fontSize: 13 }}
      >
        {sample.map((id) => (
          <Box component="li" key={id} sx={{ overflowWrap: 'anywhere' }}>
            {mayLook ? (
              <MuiLink component={Link} to={`/matches/${id}/show`}>
                {id}
              </MuiLink>
            ) : (
              id
            )}
          </Box>
        ))}
      </Box>
    </Box>
  );
}

const keyOf = ({ from, to }: Cell) => `${from} ${to}`;
