/** By the code of a problem. What is missing here is said as the service says it. */
export default {
  offline: 'Le service ne répond pas. Tourne-t-il encore, et êtes-vous connecté ?',
  unauthorized: 'Cette clé ou session est inconnue. Vérifiez-la, ou reconnectez-vous.',
  session_expired: 'Votre session est terminée. Reconnectez-vous.',
  session_ended: 'Votre session est terminée. Reconnectez-vous.',
  key_expired: 'Cette clé a expiré. Demandez-en une nouvelle.',
  key_revoked: 'Cette clé a été révoquée. Demandez-en une nouvelle.',
  forbidden: 'Votre rôle ne le permet pas.',
  person_needed: 'Réservé aux personnes : connectez-vous avec votre compte au lieu d’une clé.',
  own_request: 'La demande vient de vous : quelqu’un d’autre doit décider.',
  rate_limited: 'Trop de requêtes. Réessayez dans %{seconds} s.',
  too_many_tries: 'Trop d’essais. Réessayez dans %{seconds} s.',
  too_many_exports: 'Assez d’exports sont en cours. Réessayez quand l’un sera terminé.',
  validation_failed: 'Quelque chose dans le formulaire n’est pas juste :',
  not_found: 'Cela n’existe pas.',
  match_not_found: 'Aucune vérification n’a cet identifiant, ou elle ne vous est pas ouverte.',
  subject_erased: 'La personne concernée a été effacée : il ne reste rien de personnel.',
  already_contested: 'Ce verdict est déjà contesté : un dossier est ouvert.',
  dqe_circuit_open:
    'DQE est injoignable pour l’instant et n’a pas été interrogé. Réessayez dans %{seconds} s.',
  dqe_busy: 'Trop de vérifications à la fois. Réessayez dans %{seconds} s.',
  no_answer:
    'DQE n’a pas donné de réponse utilisable. La vérification reste inconnue : elle a pu être facturée.',
  probing_suspected:
    'Trop de déclarations différentes sur ce numéro en peu de temps : une personne doit l’examiner.',
  database_unavailable: 'La base de données ne répond pas. Réessayez sous peu.',
  matches_unassigned:
    'Des vérifications d’une version antérieure sont encore en cours d’attribution à leurs personnes. Réessayez dans %{seconds} s.',
  not_ready: 'Le service n’est pas encore prêt. Réessayez sous peu.',
  internal_error:
    'Une erreur s’est produite dans le service. Si elle persiste, donnez le numéro de la requête à l’assistance.',
  approval_required: 'Une deuxième personne doit d’abord approuver.',
  access_not_recorded: 'L’accès n’a pas pu être consigné, donc rien n’est montré. Réessayez sous peu.',
  cross_site:
    'Le navigateur indique une provenance d’un autre site. Ouvrez le tableau de bord à sa propre adresse.',
  policy_in_force: 'Cette politique est déjà en vigueur.',
  policy_changed:
    'Une autre politique est entrée en vigueur entre-temps. Regardez de nouveau ce qui changerait.',
  policy_not_found: 'Il n’y a pas de telle politique.',
  policy_unavailable:
    'La politique en vigueur n’a pas pu être lue. Rien n’a été envoyé ni facturé. Réessayez sous peu.',
  too_many_backtests: 'Assez d’essais sont en cours. Réessayez quand l’un d’eux sera terminé.',
  backtest_over: 'Cet essai est déjà terminé.',
};
