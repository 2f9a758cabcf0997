/** The style of the operator's page: readable at any width, in the dark, and without a mouse. */
export const CONSENT_STYLE = `
:root { color-scheme: light dark; --ink: #1c1e26; --paper: #fff; --ground: #eef0f5; --accent: #1f4fbf; --edge: #6b7080; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef4; --paper: #1d2029; --ground: #12141a; --accent: #9db8ff; --edge: #9aa0b0; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
header, main, footer { max-width: 34rem; margin: 0 auto; }
nav { display: flex; gap: 1rem; justify-content: flex-end; padding: .5rem 0; }
a { color: var(--accent); }
nav a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
main { background: var(--paper); border-radius: .75rem; padding: 1.5rem; }
h1 { font-size: 1.5rem; margin: .25rem 0 1rem; }
h2 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
.operator { margin: 0; font-weight: 700; color: var(--accent); }
dl { display: flex; flex-wrap: wrap; gap: .25rem .75rem; margin: 1rem 0 0; }
dt { font-weight: 600; }
dd { margin: 0; }
ul { margin: 0; padding-left: 1.25rem; }
form { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button { flex: 1 1 10rem; min-height: 3rem; border: 2px solid var(--edge); border-radius: .5rem; background: none; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.agree { background: var(--accent); border-color: var(--accent); color: var(--paper); }
a:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
footer { padding: 1rem 0; font-size: .875rem; text-align: center; }
`;
