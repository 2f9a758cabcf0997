import { useTranslate } from 'ra-core';
import { ChoiceGroup } from '../forms/choice-group.tsx';
import { ROLES } from './person.ts';

export function RoleChoice({ chosen }: { readonly chosen?: readonly string[] }) {
  const translate = useTranslate();
  return (
    <ChoiceGroup
      name="roles"
      label={translate('people.roles')}
      hint={translate('people.rolesHint')}
      chosen={chosen}
      choices={ROLES.map((value) => ({
        value,
        label: translate(`access.roles.${value}`),
        hint: translate(`people.roleHints.${value}`),
      }))}
    />
  );
}
