"""What a text set in capitals reads like with its likely case restored: same length, names capital."""

import pytest

from onrecord.syntax import is_ordinary
from onrecord.truecase import is_capitals, truecase

CASES = (
    ("THE POLICE SAID JUDGE CARLOS VALENCIA WAS SHOT IN LIMA TODAY.", "Judge Carlos Valencia"),
    ("THE POLICE SAID COL MAURICIO VARGAS SPOKE.", "Col Mauricio Vargas spoke"),
    ("THE MURDER OF MSGR OSCAR ROMERO WAS CONDEMNED.", "murder of Msgr Oscar Romero was condemned"),
    ("TWO NUNS WERE SHOT IN EL SALVADOR.", "in El Salvador"),
    ("THEY MET IN MARCH 1980 AND IN APR 1981.", "in March 1980 and in Apr 1981"),
    ("THE PEASANTS WANTED TO MARCH ON THE TOWN.", "wanted to march on the town"),
    (
        "AN ANGEL APPEARED IN THE FRANK REPORT OF THE ROSE SHOW.",
        "angel appeared in the frank report of the rose show",
    ),
    (
        "THE NATIONAL LIBERATION ARMY [ELN] FLED. LATER THE NATIONAL LIBERATION ARMY CAME.",
        "the National Liberation Army came",
    ),
    ("THE HOUSE OF COMMONS PASSED AN ARMY BILL.", "an army bill"),
)


@pytest.mark.parametrize(("capitals", "expected"), CASES)
def test_names_get_their_capitals_and_words_none(capitals: str, expected: str) -> None:
    restored = truecase(capitals, is_ordinary)
    assert expected in restored
    assert restored.upper() == capitals


def test_mixed_case_is_left_to_itself() -> None:
    assert not is_capitals("The police said that Judge Carlos Valencia was shot in Lima today by two men.")
