"""What importing costs: nothing heavy until it is used; and the text side knows no RDF library."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import onrecord

HEAVY = {"spacy", "rdflib", "pyshacl", "owlrl", "pyoxigraph", "trafilatura", "rich.console", "yaml", "httpx"}
TEXT_SIDE = ["document", "mention", "entity", "claim", "dates", "quantity"]
RDF = {"rdflib", "pyoxigraph", "pyshacl", "owlrl"}


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import onrecord", "import onrecord.cli"])
def test_importing_loads_nothing_heavy(statement):
    assert not loaded_by(statement) & HEAVY


def test_help_loads_nothing_heavy():
    code = "import sys\nfrom onrecord.cli import main\nsys.argv = ['onrecord', '--help']\n"
    code += "try: main()\nexcept SystemExit: pass"
    assert not loaded_by(code) & (HEAVY - {"rich.console"})  # Typer itself prints help with Rich


@pytest.mark.parametrize("module", TEXT_SIDE)
def test_the_text_side_knows_no_rdf(module):
    assert not loaded_by(f"import onrecord.{module}") & RDF


def test_every_module_can_be_imported():
    names = [m.name for m in pkgutil.walk_packages(onrecord.__path__, "onrecord.") if "_data" not in m.name]
    assert len(names) > 20
    for name in names:
        if not name.endswith("__main__"):
            importlib.import_module(name)


def test_the_verbs_are_the_library():
    assert set(onrecord.__all__) == {
        "build",
        "diff",
        "export",
        "extract",
        "load",
        "pull",
        "query",
        "show",
        "validate",
    }
    for verb in onrecord.__all__:
        assert callable(getattr(onrecord, verb))


@pytest.mark.parametrize("verb", ["diff", "export", "query"])
def test_a_verb_is_not_hidden_by_the_module_of_its_name(verb):
    code = f"import onrecord.{verb}\nfrom onrecord import {verb}\nfrom onrecord import {verb} as again\n"
    code += f"from onrecord.{verb} import {verb} as own\nassert {verb} is again is own"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'fetch'"):
        onrecord.fetch  # noqa: B018
