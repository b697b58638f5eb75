"""Real words that stand one letter from another real word: vocabulary is data.

Spelling alone cannot tell "cathalog" for "catalog" from "contact" for "contract". The second
kind is told by this list: when both words are on it, one was not a slip for the other. It holds
stems, in English and French without accents, and only words that such a pair needs.
"""

from typing import Final

_ENDINGS: Final = (
    *("ements", "ement", "ations", "ation", "ables", "able", "ings", "ing", "ions", "ion"),
    *("euses", "euse", "eurs", "eur", "ants", "ant", "ents", "ent", "ees", "ers", "ors"),
    *("ee", "er", "or", "es", "ed", "ez", "e", "s"),
)
_SHORTEST_STEM: Final = 3

_ENGLISH: Final = """
    about above accent accept access adapt adopt advice advise affect after alter angel angle
    argent armed assert assess asset assign assist attach attack back bank base batch bath became
    become begin begun bellow below bench beside besides billet black blank blend blind block
    board bond book boot bound brand bridge cable cache called canal cancel canned caption case
    cast casual catch causal cause caution cease chance chanel change channel charge charm chart
    check choice choose chose claim clam clash class clause clean clear click clock clone close
    closed cloud clout coach coast code coding collect collet come commit common compete complaint
    complement compliant compliment comply confirm conform connect connector consent constant
    consult consumer contact contain content contract contrast control convent convert cooling
    cope copy core correct correctly cost could count country county court cove cover coverage
    crash credit current cycle daily dairy damage data date debit debug decay decide decline
    decode defect defend define deflect deject delay deny depend deploy derive despite destruction
    detect detector device devise direct disc disk display document domain donate download draft
    drain draw drift drive driver drop each either eject elect emit employ enable encode encore
    engage ensure equip erase eternal evacuation evaluation event exact except excerpt exist exit
    expand expect expend expert export extend extension extent fail fall fault favor feed field
    file fill film filter find fine finish fire firing firm fix fixed flag flash flaw float flow
    flush force forge fork form format forum found front frost gain gained gate gather given
    global goods grade graft grained grant ground group grow guard guest guide hack hand handle
    hang hard harden hash head health heat heath held help hide high hire hold hole home hope host
    house identify identity image impart import improve include indeed indent index indicate infer
    inform inject insert inspect install instance insure intend intent interact interest internal
    internet interval intranet invent inventory inverse invert invest invoke issue item join keep
    kernel label lack laid land lane last late latent latest launch layer lead leader leak learn
    lease least leave legal level lever licensee lift light limit line link linked list live load
    loader local locale locate lock lodge log logic long look loop lose loss lower macro mail main
    maintain make manage manner manual march margin mark mask mason mass massage master match
    matter media medium mend menu merge message meter method metric micro migrate mind mine mirror
    miss mission mistake misuse modal mode model module monitor month mount mouth move mover naive
    name narrow native nature network never node note notice notify number object obtain offer
    office older only open operate option order other outage output over overlay overly overt
    owner pack package page paid pair panel paper parent park parse part party past paste patch
    patent path patient pause pay peer penal perform period person personal personnel phase phone
    phrase physical pick pickle pitch place plan plane plant plate play plug point pointer police
    policy polish poll pool port portal post postal power practice practise praise predicate
    predict preform premise present preserve press prevent price prime principal principle print
    priority private privilege probe process produce product project projection promote prompt
    proof proper protect protection prove provide provider provision pull purchase purge purpose
    push qualify quality quantity quarter query quick quiet quit quite quota quote race rack
    radial radical raise range rank rate ratio reach react reaction read reader ready real reason
    rebuild recall receipt receive recent recess record recover recovery redaction reduce refer
    refine regard region register reject rejoin relate relax relay release relocate rely remain
    remainder remaining remind remote remove render renew rent repair repeat report request
    require rescue resent reserve reset reside residue resize resolve resource respond rest
    restart restate restore restrain result resume retain retire retrain retry return reuse reveal
    reverse revert review revise revive revoke reward reword right risk roam role roll room root
    rotate round rout route router rule safely safety sale salvage sample savage scale scan schema
    scheme scope score scrap screen script seal search season seat second secret section sector
    secure seed seek select self sell send sense serial series serve server service session set
    setting settle sever several shape shard share sharing shaving shift ship short show shut side
    sign signal silver similar simple simplify simply simulate single site sitting size skill skip
    slice slide slot slow small smart snap solve some sort sound source space spare speed spend
    split spot stable stack staff stage staging stake stale stall standard start state statue
    stature status statute stay staying steal steam step stick stimulate stock stop storage store
    story stream strict strike string strip stripe strong structure style submit suit suite
    support survey swift switch system table tablet take talk tape target task teach team tenant
    tender term test text theft their them then there these thick thing think this thorough those
    though thread threat three threshold through throughout throughput ticket tier tight time
    timer title token tool tower trace track trade traffic trail train trainer transit transmit
    trash travel treat trend trial trick trim trip trouble truck trunk trust tune turn type
    unblock unblocked under unit unite united unload unlock untied until update upgrade upload
    usage user valid valley value vault vector vendor verify version very video view visit voice
    volume wait want warn waste watch water weak weakly week weekly weigh well what wheel when
    where while white whole wide will wind wipe wire wish with within without word work world
    worth would wrap write year yield zone
"""
_FRENCH: Final = """
    abonne accede accepte accorde achat actif action activite adapte adopte adresse affecte afin
    agent aide aille ajout ajuste alerte aller amont amount analyse annee annuel annule appareil
    appel appele application applique apporte apprend approuve apres argent arrete assemble asset
    assure attache attaque atteint attend attendu attente attestation audit auteur autour autre
    avant ayant baie bail baisse balise banc bande barre base basse bien bilan billet blanc bloc
    bon bord borne boucle bureau cable cache cadre caisse calcul canal capacite captation carte
    casse cause centre cercle certain chaine chambre champ change charge charte chasse chef
    chiffre choix circuit classe clause client cloison coche code coin combat comite commande
    commun compact compile complet complete compose comprend comptable compte concerne concevoir
    conduit confere confie confirme conforme connait conseil conserve console constant constat
    consulte conte contient contrat contre controle convenu converse convertir convient copie
    corps correct corrige cote couche coupe couple cour cours coursier court cout couvert couvre
    cree croise debit debut decide declare decode decrit dedie defaut defini degat delai delegue
    demain demande demarre depart deport depose derniere deroule derriere designe dessine destine
    detache detail detecte detenir deteste detruit devenir devis devoir dirige dispose disque
    distance distante domaine donne dossier droit duree eau ecart echange echec ecran ecrit efface
    effectue effet electrique element emetteur emploi encadre encore endroit engage enregistre
    ensemble entite entre entree entretien envoi epuise equipe erreur espace essai etablit etape
    etat etend etude evacuation evaluation evite evolution exact excepte execute existe expert
    expire exploite explore exporte expose exprime extrait fabrique facture faible faille faire
    famille faute ferme fermer fiable fiche fichier filtre final flux fonction fond fonde force
    forme formule fort forte fourni frais franchi front gagne garantie garde gene genere gere
    gestion glisse global grade groupe guide habite heberge heure homme hors hote identifie image
    impact implante importe impose imprime incident indique infecte infere inferieur informe
    initial inscrit insere inspecte installe integre interdit interet interieur internat interne
    interrompt interval inutile invite jeton joint jour journal jusque lance langue large latence
    lecture lettre libelle libere libre lien lieu ligne limite liste livre local loge logiciel
    logique longue loyer machine main maintien maison maitre maniere manque manuel marche marge
    marque masque masse materiel matiere mesure methode migre mineur miroir mise modale mode
    modele module moins mois moment montage montagne monte montre mort moteur motif moyen mutation
    niveau nomme norme note notifie nouveau numero objet obtient occupe offre opere option ordre
    organe origine outil ouvert ouvre page panne papier paquet parc pare partage parti partie
    partiel passage passe pause peine penal perd perdu perimetre permet personne personnel perte
    peste petit phase photo phrase piece pilote piste place plafond plage plainte plan plante
    plein point police politique pompe pont port porte portee pose position poste pouvoir pratique
    precede precis prefere prend prepare present preserve prestation pret preuve previent prevoit
    prevu prime principe prise privee probable procede procedure produit profil programme projet
    prolonge promet propose propre protege prouve provenir province provision public purge
    qualifie qualite quart quitte quota raison range rapport rare rassemble reaction reagit
    realise recente recette recherche reclame recoit recours recule recupere redaction redige
    reduit refait refere reforme refuse regard regime region regle regroupe rejet rejoint relais
    releve relie remet remise remonte remplace rempli rend rendu renforce renomme rente rentre
    renvoi repare repart reparti repere repete repond reponse report repose reprend reprise requis
    reseau reserve reside resilie resiste resolu respect responsable ressemble restaure reste
    restitue resultat resume retablit retard retenir retient retire retour retours retrait
    retraite reunit revenir revise revoque risque robot role rompt rotation rouge roule route
    saisi salle sante saute sauve sauvegarde schema secours secteur section securise serie serveur
    service servir session seuil seul signal signale signe site situe soin solde sorte sortie
    souhaite soumis source souscrit soutenir souvenir stable stocke structure substitue succede
    suite suivi suivre supprime surface surveille suspend systeme table tableau tache tarif tente
    terme terre teste texte ticket tient tiers tire titre touche tour trace tracte trait traite
    traitement transfert transmis travail trie trouve type unite urgence usage usine usure utile
    valeur valide veille vente verifie verse version vidage vidange vide ville vise visite vocal
    voie voix volume vote zone
"""
# In small letters an acronym looks like a word, and its secured kind like a plural.
ACRONYMS: Final = frozenset({"http", "imap", "ldap", "sftp", "smtp", "saml", "sips", "rtsp"})


def stem(word: str) -> str:
    """Return a word without its ending: "changing", "changes" and "changement" are "chang"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


_WORDS: Final = frozenset(f"{_ENGLISH} {_FRENCH}".split())
_STEMS: Final = _WORDS | frozenset(map(stem, _WORDS))


def are_lookalikes(one: str, other: str) -> bool:
    """Tell whether two spellings are two words of their own, however little differs."""
    return all(not _STEMS.isdisjoint((word, stem(word))) for word in (one, other))
