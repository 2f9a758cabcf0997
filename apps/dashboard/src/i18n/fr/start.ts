export default {
  menu: 'Premiers pas',
  title: 'Premiers pas',
  intro: 'De rien à une preuve en quatre étapes. Reste dans le menu.',
  welcome: 'Première visite ? Quatre étapes mènent de rien à une preuve.',
  begin: 'Faire les premiers pas',
  close: 'Pas maintenant',
  done: 'fait',
  todo: 'à faire',
  signIn: { title: 'Se connecter', text: 'Vous y êtes.' },
  try: {
    title: 'Lancer une vérification',
    text: 'Avec une personne inventée, contre le bac à sable : rien ne quitte cette machine, rien n’est facturé. Une personne à qui le consentement est demandé montre le passage par la page de l’opérateur.',
    real: 'Ce service interroge DQE lui-même : une vérification est facturée.',
    go: 'Essayer',
  },
  see: {
    title: 'Voir l’enregistrement',
    text: 'Le verdict et ses raisons, chaque champ face à ses seuils, et chaque étape avec sa durée. Les numéros sont masqués pour tous.',
    go: 'La vérification la plus récente',
  },
  verify: {
    title: 'Vérifier la preuve',
    text: 'Chaque étape est un événement d’un journal qui ne peut que croître. Que celui-ci y figure, chacun peut le calculer.',
    here: 'Contrôler la plus récente dans ce navigateur',
    proven:
      'Ce navigateur l’a calculé : %{count} événement figure dans le journal du point de contrôle. |||| Ce navigateur l’a calculé : %{count} événements figurent dans le journal du point de contrôle.',
    pending:
      'Les événements sont enregistrés et entrent dans le journal en quelques secondes, ou en quelques minutes après le chargement des données d’exemple. Réessayez alors.',
    wrong: 'Une preuve ne mène pas au point de contrôle. L’exploitant du service doit s’en occuper.',
    failed: 'Les preuves n’ont pas pu être obtenues ou calculées ici. Utilisez la commande ci-dessous.',
    command: 'Qui l’a signé, et tout le journal, sans nous croire ($KEY est une clé qui lit l’audit) :',
    label: 'Commandes pour un terminal',
  },
  sample: {
    title: 'Données d’exemple',
    intro: '50 000 vérifications inventées sur 90 jours, pour découvrir. Elles peuvent être retirées.',
    there: '%{count} vérifications d’exemple sont là.',
    load: 'Charger les données d’exemple',
    remove: 'Les retirer',
    loading: 'Chargement : %{done} sur %{total}',
    removing: 'Retrait : %{done} sur %{total}',
  },
};
