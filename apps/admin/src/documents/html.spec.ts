import { Html, html } from './html.js';

it('escapes what is put in, in lists, too, and leaves HTML as it is', () => {
  const evil = `<script>alert("1&'")</script>`;
  const escaped = '&lt;script&gt;alert(&quot;1&amp;&#39;&quot;)&lt;/script&gt;';
  expect(html`<p title="${evil}">${[evil, html`<b>${evil}</b>`, 1, null]}</p>`.text).toBe(
    `<p title="${escaped}">${escaped}<b>${escaped}</b>1</p>`,
  );
  expect(html`${new Html('<i></i>')}`.text).toBe('<i></i>');
});
