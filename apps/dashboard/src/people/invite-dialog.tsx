import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import { InvitationOnce } from './invitation-once.tsx';
import type { Invited } from './person.ts';
import { RoleChoice } from './role-choice.tsx';

/** Invites somebody; the link is handed over by whoever invites. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const translate = useTranslate();
  return (
    <FormDialog
      title={translate('people.invite')}
      text={translate('people.inviteText')}
      confirm={translate('people.invite')}
      onClose={onClose}
      onSubmit={(values) =>
        call<Invited>('POST', 'people', {
          body: {
            name: values.text('name') ?? '',
            email: values.text('email') ?? '',
            roles: values.all('roles'),
          },
        })
      }
      result={(invited: Invited) => <InvitationOnce invited={invited} />}
    >
      <FormField name="name" label={translate('people.name')} required autoFocus />
      <FormField name="email" type="email" label={translate('people.email')} required />
      <RoleChoice />
    </FormDialog>
  );
}
