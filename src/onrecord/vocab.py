"""The closed vocabularies of the graph: a misspelt term raises AttributeError.

The names repeat those of ontology/*.ttl, so that Python fails early without reading a file; a test holds
the two equal. `ONR.target` is an IRI; `OBJECT_PROPERTIES` and the other sets hold local names, for code
that speaks of terms as strings.
"""

from rdflib import URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, DefinedNamespace, Namespace

from onrecord import namespaces


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODULES = ("core", "agents", "events", "funding", "claims")
"""The modules of the ontology, each before those that import it; ontology/{module}.ttl."""

ONTOLOGY = URIRef(namespaces.ONR.removesuffix("#"))

CLASSES = _words("""
    Agent ArmedGroup Asset Attack AttackSeries Claim CollectiveAgent Conflict Country Damage
    Displacement Document Event Evidence Facility Founding GeopoliticalActor GovernmentalBody Harm
    InformationResource MediaOutlet NonGovernmentalOrganization Organization Person Place
    PopulationGroup Quantity Quotation Region Rescue RoleHolding Run Settlement SupportEvent SupportHalt
    SupportReinstatement SupportRelation SupportStart TimeDescription VolunteerOrganization Weapon
""")
"""Local names of the classes."""

OBJECT_PROPERTIES = _words("""
    actor actsFor addressee affected allegedPerpetrator amount attacks attitude caused changes count
    destination evidence explicitness follows founded hasPart helps holder holdsRole joinedBy kind
    locatedIn memberOf mention metWith object operatedBy origin outlet polarity possiblySameAs
    possiblySameEventAs
    predicate quotation recipient roleIn sidesWith spares speaker stance startedWith subject supporter
    target time tookPlaceIn weapon worksIn
""")
"""Local names of the properties whose values are IRIs."""

DATATYPE_PROPERTIES = _words("""
    alias anchor believes characterizedAs earliest edtf extent extractor formerRole foundedAs hedge
    intentional language latest maximum minimum number objectText offersService published roleTitle says
    seeks setting sha256 source speakerRole subjectText text title unit url value wording
""")
"""Local names of the properties whose values are literals."""

KINDS = _words("""
    abducted abduction affected affirmed aircraftWeapon airstrike alleged ambiguous areas arson
    artillery assault asserted attack attributed barrelBomb belief bomb bombing building burned camp
    campPlace carBomb chemicalAgent chemicalAttack city clusterMunition commercial country cultural
    damaged denied destroyed diplomatic district equipment evaluated execution financial fire
    formalisation formation government governorate grenade gun harm hedged humanitarian hypothetical
    implied improvisedDevice infrastructure injured intent killed knife looted market massacre material
    media medical medicalAid military mine mineExplosion missile missing mortar neighbourhood
    outOfService planned political prison province region religious rescue residential rhetorical
    robbery rocket school shelling shooting siege stabbing stated suicideBombing torture tortured town
    transport trapped unspecifiedSupport vehicle village wreckage
""")
"""Local names of the SKOS concepts."""

SCHEMES = _words("""
    AssetKinds AttackKinds Attitudes DamageKinds Explicitness FacilityKinds FoundingKinds HarmKinds
    PlaceKinds Polarities Stances SupportKinds WeaponKinds
""")
"""Local names of the SKOS concept schemes."""


class ONR(DefinedNamespace):
    """The onrecord ontology: classes and properties."""

    _fail = True
    _NS = Namespace(namespaces.ONR)
    _extras = sorted(CLASSES | OBJECT_PROPERTIES | DATATYPE_PROPERTIES)


class KIND(DefinedNamespace):
    """The onrecord kinds: SKOS concepts and their schemes."""

    _fail = True
    _NS = Namespace(namespaces.KIND)
    _extras = sorted(KINDS | SCHEMES)


class OA(DefinedNamespace):
    """The terms of the Web Annotation vocabulary that evidence uses."""

    _fail = True
    _NS = Namespace(namespaces.OA)
    _extras = ["end", "exact", "hasSource", "prefix", "start", "suffix"]


ONRSH = Namespace(namespaces.SHAPES)
"""The ids of the shapes (open: nothing but the shape files spells them)."""

PREFIXES = {
    "onr": str(ONR),
    "kind": str(KIND),
    "oa": str(OA),
    "prov": str(PROV),
    "skos": str(SKOS),
    "dcterms": str(DCTERMS),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "xsd": str(XSD),
}
"""Prefix to namespace, for every writer, query and context."""


def is_object_property(name: str) -> bool:
    """Whether a property's values are IRIs, by its local name ("type" is rdf:type).

    Raises KeyError for a name that the ontology does not declare as a property.
    """
    if name in OBJECT_PROPERTIES or name == "type":
        return True
    if name in DATATYPE_PROPERTIES:
        return False
    raise KeyError(f"{name}: not a property of the ontology")


def property_iri(name: str) -> URIRef:
    """Return the IRI of a property, by its local name ("type" is rdf:type).

    Raises KeyError for a name that the ontology does not declare as a property.
    """
    is_object_property(name)
    return RDF.type if name == "type" else ONR[name]
