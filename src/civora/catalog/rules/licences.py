"""Licences of open data, by the keys that people use, with their addresses.

Sources: SPDX licence list; EU Publications Office authority table "licence"; govdata.de; etalab.gouv.fr.
"""

from __future__ import annotations

from civora.catalog.errors import UnknownLicence
from civora.catalog.types import LicenceCard

LICENCES: tuple[LicenceCard, ...] = (
    LicenceCard("cc0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    LicenceCard("cc-by-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    LicenceCard("cc-by-sa-4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    LicenceCard("cc-by-nc-4.0", "CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    LicenceCard("cc-by-nd-4.0", "CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    LicenceCard("pddl-1.0", "PDDL 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
    LicenceCard("odc-by-1.0", "ODC-By 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    LicenceCard("odbl-1.0", "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    LicenceCard("dl-de-by-2.0", "DL-DE-BY 2.0", "https://www.govdata.de/dl-de/by-2-0"),
    LicenceCard("dl-de-zero-2.0", "DL-DE-Zero 2.0", "https://www.govdata.de/dl-de/zero-2-0"),
    LicenceCard("etalab-2.0", "Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
    LicenceCard(
        "ogl-uk-3.0", "OGL UK 3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    ),
    LicenceCard("ogl-canada-2.0", "OGL Canada 2.0", "https://open.canada.ca/en/open-government-licence-canada"),
    LicenceCard("iodl-2.0", "IODL 2.0", "https://www.dati.gov.it/iodl/2.0/"),
    LicenceCard("nlod-2.0", "NLOD 2.0", "https://data.norge.no/nlod/en/2.0"),
    LicenceCard("gov-at-cc-by-4.0", "CC BY 4.0 AT", "https://creativecommons.org/licenses/by/4.0/deed.de"),
    LicenceCard("eupl-1.2", "EUPL 1.2", "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"),
    LicenceCard("com-reuse", "EU reuse notice", "http://publications.europa.eu/resource/authority/licence/COM_REUSE"),
    LicenceCard("apache-2.0", "Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    LicenceCard("mit", "MIT", "https://opensource.org/license/mit"),
    LicenceCard("bsd-3-clause", "BSD 3-Clause", "https://opensource.org/license/bsd-3-clause"),
    LicenceCard("public-domain", "Public domain", "https://creativecommons.org/publicdomain/mark/1.0/"),
    LicenceCard("closed", "All rights reserved", ""),
    LicenceCard("", "No licence stated", ""),
)
BY_KEY = {licence.key: licence for licence in LICENCES}


def licence(key: str) -> LicenceCard:
    """The licence of that key, title or address. Raises UnknownLicence."""
    wanted = key.strip().lower()
    for card in LICENCES:
        if wanted == card.key or (wanted and wanted in (card.title.lower(), card.url.lower())):
            return card
    known = ", ".join(card.key for card in LICENCES if card.key)
    raise UnknownLicence(f"{key[:80]!r} is not a licence that Civora knows.", next_step=f"Use one of: {known}.")
