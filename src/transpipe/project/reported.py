"""What a project wants to see of what was found."""

from __future__ import annotations

from collections.abc import Sequence

from transpipe.checks import CheckSettings, Finding
from transpipe.project.layout import Project

__all__ = ["reported"]


def reported(project: Project, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that a project selects and does not accept, sorted."""
    # Settings can be wrong, which must be told also where there is nothing to select from.
    by_tag = {language.tag: project.checks_in(language) for language in project.languages}
    if not findings:
        return []
    from transpipe.checks import is_wanted  # noqa: PLC0415 - slow to import

    def settings(finding: Finding) -> CheckSettings:
        return by_tag.get(finding.language, project.checks)

    return sorted(one for one in findings if is_wanted(one, settings(one)))
