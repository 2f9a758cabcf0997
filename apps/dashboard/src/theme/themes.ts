import { deepmerge } from '@mui/utils';
import { defaultTheme, type RaThemeOptions } from 'react-admin';

/** What both themes share: the system's own letters, figures of one width, little room wasted. */
const COMMON: RaThemeOptions = {
  spacing: 8,
  shape: { borderRadius: 8 },
  sidebar: { width: 232, closedWidth: 56 },
  typography: {
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
    fontSize: 14,
    h5: { fontSize: '1.375rem', fontWeight: 650, letterSpacing: '-0.01em', lineHeight: 1.25 },
    h6: { fontSize: '1rem', fontWeight: 650, lineHeight: 1.4 },
    body1: { fontSize: '0.9375rem' },
    body2: { fontSize: '0.8438rem' },
    button: { textTransform: 'none', fontWeight: 600 },
    overline: { fontSize: '0.6875rem', fontWeight: 700, letterSpacing: '0.06em', lineHeight: 2 },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        body: { fontVariantNumeric: 'tabular-nums' },
        ':focus-visible': { outline: '3px solid currentColor', outlineOffset: 2 },
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': {
            animationDuration: '0.01ms !important',
            animationIterationCount: '1 !important',
            transitionDuration: '0.01ms !important',
          },
        },
      },
    },
    // What is said from the start interrupts nobody; a failure says that it is an alert.
    MuiAlert: { defaultProps: { role: 'note' } },
    MuiAppBar: { defaultProps: { elevation: 0 } },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiCard: { defaultProps: { variant: 'outlined' } },
    MuiButton: { defaultProps: { disableElevation: true } },
    MuiTextField: { defaultProps: { variant: 'outlined' } },
    MuiFormControl: { defaultProps: { variant: 'outlined' } },
    MuiTableCell: { styleOverrides: { root: { padding: '7px 12px' }, head: { fontWeight: 650 } } },
    MuiTooltip: { defaultProps: { arrow: true } },
    RaLayout: {
      styleOverrides: {
        root: {
          // Wide tables scroll in their own place; react-admin lets them widen the page.
          minWidth: 0,
          '& .RaLayout-content': { padding: '0 24px 48px', minWidth: 0 },
          '@media (max-width: 599.95px)': { '& .RaLayout-content': { padding: '0 12px 32px' } },
        },
      },
    },
    RaDataTable: {
      styleOverrides: {
        root: {
          '& .MuiTableCell-root': { fontSize: '0.8438rem', whiteSpace: 'nowrap' },
          '@media (max-width: 1399.95px)': { '& .relative': { display: 'none' } },
        },
      },
    },
    RaMenuItemLink: {
      styleOverrides: {
        root: {
          ...{ margin: '1px 8px', padding: '6px 10px', borderRadius: 8 },
          '&.RaMenuItemLink-active': { fontWeight: 650, background: 'rgba(92, 202, 180, 0.16)' },
        },
      },
    },
    RaAppBar: {
      defaultProps: { color: 'default' },
      styleOverrides: { root: { borderBottom: '1px solid' } },
    },
    // What there is to do in one line, what the list is narrowed to in the next.
    RaListToolbar: {
      styleOverrides: {
        root: {
          ...{
            flexDirection: 'column-reverse !important' as 'column-reverse',
            alignItems: 'stretch',
            gap: 4,
          },
          background: 'none !important',
        },
      },
    },
    RaTopToolbar: {
      styleOverrides: {
        root: { flexWrap: 'wrap', alignItems: 'center', padding: '4px 0', background: 'none !important' },
      },
    },
    RaFilterForm: { styleOverrides: { root: { minHeight: '0 !important', flexWrap: 'wrap' } } },
    RaList: {
      styleOverrides: {
        root: { '& .RaList-main': { minWidth: 0 }, '& .RaList-content': { overflowX: 'auto' } },
      },
    },
  },
};

const LIGHT: RaThemeOptions = {
  palette: {
    mode: 'light',
    primary: { main: '#0f6b5c', contrastText: '#ffffff' },
    secondary: { main: '#0f6b5c', contrastText: '#ffffff' },
    background: { default: '#f6f8f7', paper: '#ffffff' },
    text: { primary: '#17211e', secondary: '#51605b' },
    divider: '#dde5e2',
    success: { main: '#0b6b4f' },
    warning: { main: '#7a4f00' },
    error: { main: '#a12622' },
    info: { main: '#1f5c99' },
  },
  components: { RaAppBar: { styleOverrides: { root: { background: '#ffffff', borderColor: '#dde5e2' } } } },
};

const DARK: RaThemeOptions = {
  palette: {
    mode: 'dark',
    primary: { main: '#5ccab4', contrastText: '#06231d' },
    secondary: { main: '#5ccab4', contrastText: '#06231d' },
    background: { default: '#101614', paper: '#182019' },
    text: { primary: '#e8efec', secondary: '#a9b7b2' },
    divider: '#2c3834',
    success: { main: '#79dcb5', contrastText: '#06231d' },
    warning: { main: '#f2c879', contrastText: '#2a1d00' },
    error: { main: '#ffaaa4', contrastText: '#3a0c0a' },
    info: { main: '#93c4f5', contrastText: '#061b30' },
  },
  components: { RaAppBar: { styleOverrides: { root: { background: '#182019', borderColor: '#2c3834' } } } },
};

const merged = (own: RaThemeOptions): RaThemeOptions =>
  [COMMON, own].reduce<RaThemeOptions>((all, part) => deepmerge(all, part), defaultTheme);

export const lightTheme = merged(LIGHT);
export const darkTheme = merged(DARK);
