export default {
  menu: 'Relations',
  title: 'Relations',
  intro:
    'La lutte contre le blanchiment compte à partir de la fin de la relation. Les systèmes partenaires la disent ; ici on la voit, et la corrige.',
  search: 'Chercher par numéro',
  look: 'Chercher',
  known: 'Ce qui est connu',
  nothing:
    'Aucune relation n’est connue avec cette personne : les règles qui comptent depuis sa fin n’ont pas commencé.',
  application: 'Application',
  applicationHint: 'Vide : default',
  endedAt: 'Terminée',
  goesOn: 'continue',
  changedAt: 'Dit',
  changedBy: 'Par',
  change: 'Modifier',
  tell: 'Dire où elle en est',
  tellText: 'Elle continue, ou elle s’est terminée un jour donné. La conservation compte à partir de là.',
  state: 'Où elle en est',
  states: { ended: 'Elle est terminée', goesOn: 'Elle continue' },
};
