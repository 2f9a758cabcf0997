import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import type { FormValues } from '../forms/form-values.ts';
import { InvitationOnce } from './invitation-once.tsx';
import type { Invited, Person } from './person.ts';
import { RoleChoice } from './role-choice.tsx';

export type PersonAct = 'change' | 'link' | 'signOut' | 'disable' | 'enable' | 'remove';

export interface PersonDialogProps {
  readonly act: PersonAct;
  readonly person: Person;
  readonly onClose: () => void;
}

/** One thing that is done about somebody; all of it holds from their next request on. */
export function PersonDialog({ act, person, onClose }: PersonDialogProps) {
  const translate = useTranslate();
  const path = `people/${person.id}`;
  const carryOut = (values: FormValues): Promise<unknown> => {
    switch (act) {
      case 'change':
        return call('PATCH', path, { body: { name: values.text('name') ?? '', roles: values.all('roles') } });
      case 'link':
        return call<Invited>('POST', `${path}/invitation`, { body: {} });
      case 'signOut':
        return call('DELETE', `${path}/sessions`);
      case 'disable':
      case 'enable':
        return call('PATCH', path, { body: { disabled: act === 'disable' } });
      case 'remove':
        return call('DELETE', path);
    }
  };
  return (
    <FormDialog
      title={`${translate(`people.acts.${act}`)}: ${person.name}`}
      text={act === 'change' ? undefined : translate(`people.texts.${act}`)}
      confirm={act === 'change' ? translate('ra.action.save') : translate(`people.acts.${act}`)}
      grave={act === 'disable' || act === 'remove'}
      onClose={onClose}
      onSubmit={carryOut}
      result={act === 'link' ? (invited: Invited) => <InvitationOnce invited={invited} /> : undefined}
    >
      {act === 'change' ? (
        <>
          <FormField
            name="name"
            label={translate('people.name')}
            defaultValue={person.name}
            required
            autoFocus
          />
          <RoleChoice chosen={person.roles} />
        </>
      ) : null}
    </FormDialog>
  );
}
