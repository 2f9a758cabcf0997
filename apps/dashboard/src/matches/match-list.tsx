import { useMediaQuery } from '@mui/material';
import { useTranslate } from 'ra-core';
import { ListPage } from '../layout/list-page.tsx';
import { LiveLine } from './live-line.tsx';
import { MatchCards } from './match-cards.tsx';
import { matchFilters } from './match-filters.tsx';
import { MatchListActions } from './match-list-actions.tsx';
import { MatchTable } from './match-table.tsx';

export default function MatchList() {
  const translate = useTranslate();
  const isSmall = useMediaQuery((theme) => theme.breakpoints.down('md'));
  return (
    <ListPage
      title={translate('matches.title')}
      intro={translate('matches.intro')}
      filters={matchFilters}
      actions={<MatchListActions columns={!isSmall} />}
    >
      <LiveLine />
      {isSmall ? <MatchCards /> : <MatchTable />}
    </ListPage>
  );
}
