import { ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useLocales, useLocaleState } from 'ra-core';

/** Each language by its own name, so that whoever speaks it finds it. */
export function LanguageSwitch() {
  const [locale, setLocale] = useLocaleState();
  const locales = useLocales();
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={locale}
      onChange={(_, chosen: string | null) => {
        if (chosen !== null) setLocale(chosen);
      }}
      aria-label="Language / Langue"
      sx={{ mx: 0.5, '& .MuiToggleButton-root': { px: 1, py: 0.25, fontSize: '0.75rem' } }}
    >
      {locales.map(({ locale: tag, name }) => (
        <ToggleButton key={tag} value={tag} lang={tag} aria-label={`${tag.toUpperCase()} ${name}`}>
          {tag.toUpperCase()}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
