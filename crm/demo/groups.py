"""Inclusion groups along one dimension, and intersections of them."""

from crm.demo.draft import Draft
from crm.parties.models import Dimension, InclusionGroup, IntersectionPart

# key, dimension, Dutch, English, French
GROUPS = (
    ("migration", Dimension.ORIGIN, "Mechelaars met een migratieachtergrond",
     "Residents with a migration background", "Malinois issus de la migration"),
    ("moroccan", Dimension.ORIGIN, "Mensen van Marokkaanse herkomst",
     "People of Moroccan origin", "Personnes d’origine marocaine"),
    ("turkish", Dimension.ORIGIN, "Mensen van Turkse herkomst",
     "People of Turkish origin", "Personnes d’origine turque"),
    ("assyrian", Dimension.ORIGIN, "Mensen van Assyrische herkomst",
     "People of Assyrian origin", "Personnes d’origine assyrienne"),
    ("romanian", Dimension.ORIGIN, "Mensen van Roemeense herkomst",
     "People of Romanian origin", "Personnes d’origine roumaine"),
    ("bangladeshi", Dimension.ORIGIN, "Mensen van Bengalese herkomst",
     "People of Bangladeshi origin", "Personnes d’origine bangladaise"),
    ("somali", Dimension.ORIGIN, "Mensen van Somalische herkomst",
     "People of Somali origin", "Personnes d’origine somalienne"),
    ("armenian", Dimension.ORIGIN, "Mensen van Armeense herkomst",
     "People of Armenian origin", "Personnes d’origine arménienne"),
    ("roma", Dimension.ORIGIN, "Roma", "Roma", "Roms"),
    ("muslim", Dimension.BELIEF, "Moslims", "Muslims", "Musulmans"),
    ("orthodox", Dimension.BELIEF, "Orthodoxe christenen", "Orthodox Christians", "Chrétiens orthodoxes"),
    ("women", Dimension.GENDER, "Vrouwen", "Women", "Femmes"),
    ("lgbti", Dimension.SOGIESC, "LGBTI+ mensen", "LGBTI+ people", "Personnes LGBTI+"),
    ("youth", Dimension.AGE, "Jongeren (12-25 jaar)", "Young people (12-25)", "Jeunes (12-25 ans)"),
    ("older", Dimension.AGE, "Ouderen (65+)", "Older people (65+)", "Personnes âgées (65+)"),
    ("deaf", Dimension.DISABILITY, "Dove en slechthorende mensen",
     "Deaf and hard-of-hearing people", "Personnes sourdes et malentendantes"),
    ("blind", Dimension.DISABILITY, "Blinde en slechtziende mensen",
     "Blind and partially sighted people", "Personnes aveugles et malvoyantes"),
    ("mobility", Dimension.DISABILITY, "Mensen die moeilijk stappen",
     "People with reduced mobility", "Personnes à mobilité réduite"),
    ("neurodivergent", Dimension.NEURODIVERSITY, "Neurodivergente mensen",
     "Neurodivergent people", "Personnes neurodivergentes"),
    ("dutch-learners", Dimension.LANGUAGE, "Mensen die Nederlands leren",
     "People learning Dutch", "Personnes qui apprennent le néerlandais"),
    ("low-literacy", Dimension.LANGUAGE, "Mensen die moeilijk lezen en schrijven",
     "People who find reading and writing hard", "Personnes qui lisent et écrivent avec difficulté"),
    ("poverty", Dimension.POVERTY, "Mensen in armoede", "People in poverty", "Personnes en situation de pauvreté"),
    ("single-parents", Dimension.POVERTY, "Alleenstaande ouders", "Single parents", "Parents isolés"),
    ("newcomers", Dimension.NEWCOMERS, "Nieuwkomers", "Newcomers", "Primo-arrivants"),
    ("undocumented", Dimension.NEWCOMERS, "Mensen zonder papieren",
     "People without papers", "Personnes sans papiers"),
    ("digital", Dimension.DIGITAL, "Mensen die digitaal moeilijk meekunnen",
     "People with few digital skills", "Personnes peu à l’aise avec le numérique"),
)  # fmt: skip

# key, parts, Dutch, English, French
INTERSECTIONS = (
    ("deaf-turkish", ("deaf", "turkish"), "Dove Mechelaars van Turkse herkomst",
     "Deaf residents of Turkish origin", "Malinois sourds d’origine turque"),
    ("young-newcomer-women", ("youth", "newcomers", "women"), "Jonge nieuwkomersvrouwen",
     "Young newcomer women", "Jeunes femmes primo-arrivantes"),
    ("older-moroccan-women", ("older", "moroccan", "women"), "Oudere vrouwen van Marokkaanse herkomst",
     "Older women of Moroccan origin", "Femmes âgées d’origine marocaine"),
    ("youth-mobility", ("youth", "mobility"), "Jongeren die moeilijk stappen",
     "Young people with reduced mobility", "Jeunes à mobilité réduite"),
    ("newcomer-single-parents", ("newcomers", "single-parents"), "Alleenstaande ouders die nieuw zijn",
     "Newcomer single parents", "Parents isolés primo-arrivants"),
    ("older-digital", ("older", "digital"), "Ouderen die digitaal moeilijk meekunnen",
     "Older people with few digital skills", "Personnes âgées peu à l’aise avec le numérique"),
    ("lgbti-newcomers", ("lgbti", "newcomers"), "LGBTI+ nieuwkomers",
     "LGBTI+ newcomers", "Primo-arrivants LGBTI+"),
)  # fmt: skip

# A small area betrays its members (DOMAIN rule 5).
CITY_WIDE_ONLY = frozenset({"roma", "lgbti", "undocumented", "lgbti-newcomers"})


def add_groups(draft: Draft) -> None:
    """Adds the inclusion groups, the intersections and what these are made of."""
    for key, dimension, nl, en, fr in GROUPS:
        _add_group(draft, key, dimension, (nl, en, fr))
    for key, parts, nl, en, fr in INTERSECTIONS:
        _add_group(draft, key, Dimension.INTERSECTION, (nl, en, fr))
        for part in parts:
            draft.add(IntersectionPart(intersection_id=draft.groups[key], group_id=draft.groups[part]))


def _add_group(draft: Draft, key: str, dimension: Dimension, names: tuple[str, str, str]) -> None:
    nl, en, fr = names
    row = InclusionGroup(
        **draft.born(draft.founded_at),
        key=key,
        dimension=dimension,
        name_nl=nl,
        name_en=en,
        name_fr=fr,
        is_city_wide_only=key in CITY_WIDE_ONLY,
    )
    draft.groups[key] = draft.add(row).id
