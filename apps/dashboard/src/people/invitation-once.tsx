import { useTranslate } from 'ra-core';
import { SecretOnce } from '../forms/secret-once.tsx';
import { useFormat } from '../i18n/use-format.ts';
import type { Invited } from './person.ts';

/** The link somebody comes in by, shown this once. */
export function InvitationOnce({
  invited: { name, invitation, invitationExpiresAt },
}: {
  readonly invited: Invited;
}) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <SecretOnce
      label={translate('people.link')}
      secret={invitation}
      text={translate('people.linkText', { name, until: format.dateTime(invitationExpiresAt) })}
    />
  );
}
