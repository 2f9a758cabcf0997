import AddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { whoAmI } from '../access/me.ts';
import { useDialog } from '../forms/use-dialog.ts';
import { Time } from '../layout/time.tsx';
import type { Column } from '../records/column.ts';
import { RecordList } from '../records/record-list.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { ToolButton } from '../records/tool-button.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { PersonDialog, type PersonAct } from './person-dialog.tsx';
import { PersonMenu } from './person-menu.tsx';
import { type Person, TONES } from './person.ts';

/** Who may come in, and as what. */
export default function PeoplePage() {
  const translate = useTranslate();
  const { open, show, close } = useDialog<'invite' | { readonly act: PersonAct; readonly person: Person }>();
  const { data: me } = useQuery({ queryKey: ['me'], queryFn: whoAmI });
  const askAnew = useAskAnew('people');
  const onClose = () => {
    close();
    void askAnew();
  };
  const columns: readonly Column<Person>[] = [
    {
      name: 'name',
      label: 'people.name',
      show: ({ name, email, id }) => (
        <Box>
          {name}
          {me?.id === id ? ` (${translate('records.you')})` : ''}
          <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{email}</Box>
        </Box>
      ),
    },
    {
      name: 'roles',
      label: 'people.roles',
      show: ({ roles }) => roles.map((role) => translate(`access.roles.${role}`)).join(', '),
    },
    {
      name: 'status',
      label: 'people.status',
      show: ({ status }) => <StateChip label={translate(`people.statuses.${status}`)} tone={TONES[status]} />,
    },
    {
      name: 'second',
      label: 'people.twoFactor',
      show: ({ twoFactor }) => translate(twoFactor ? 'people.set' : 'people.notSet'),
    },
    {
      name: 'joined',
      label: 'people.joinedAt',
      show: ({ joinedAt }) => (joinedAt === null ? translate('people.notYet') : <Time at={joinedAt} />),
    },
  ];
  return (
    <>
      <RecordList<Person>
        resource="people"
        title={translate('people.title')}
        intro={translate('people.intro')}
        nothing={translate('people.nothing')}
        tools={
          <ToolButton startIcon={<AddIcon />} onClick={() => show('invite')}>
            {translate('people.invite')}
          </ToolButton>
        }
        actions={(person) =>
          // Nobody changes their own rights.
          person.id === me?.id ? null : (
            <PersonMenu person={person} onChoose={(act) => show({ act, person })} />
          )
        }
        columns={columns}
      />
      {open === 'invite' ? <InviteDialog onClose={onClose} /> : null}
      {typeof open === 'object' ? <PersonDialog {...open} onClose={onClose} /> : null}
    </>
  );
}
