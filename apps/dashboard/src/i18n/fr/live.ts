export default {
  count: '%{count} vérification |||| %{count} vérifications',
  atLeast: 'Plus de %{count} vérifications',
  live: 'en direct',
  paused: 'pas en direct pour le moment',
  show: '%{count} nouvelle – afficher |||| %{count} nouvelles – afficher',
  showMany: 'Plus de %{count} nouvelles – afficher',
  sheet: {
    title: 'Fiche d’explication',
    intro:
      'Ce qui a été demandé, champ par champ, qui a décidé et comment le vérifier, en mots simples : pour la personne concernée ou l’autorité. Masquée.',
    language: 'Langue de la fiche',
    pdf: 'PDF, une page',
    page: 'Page (HTML)',
  },
};
