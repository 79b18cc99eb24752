"""Scenarios as merchants write them: the ready library and the shop's scenarios.yml."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.errors import InputError, in_words, nearest
from analysis.message import Message
from analysis.shop import REFERENCE

NAMED_LEVERS = (  # some of them are not computed yet: rules.scenarios says which are
    "fee_points",
    "fee_per_order",
    "fee_per_unit",
    "fee_per_month",
    "charge_factor",
    "minimum_per_month",
    "payout_delay_days",
    "reserve_share",
    "sales_lost_share",
    "closed_days",
    "stock_locked_days",
    "unit_cost_factor",
)
FORM = Message("data/reference/scenarios.yml shows the form.")


class Strict(BaseModel):
    """A part of a scenario; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ShockRow(Strict):
    """One shock of a scenario: lever and amount, aimed at a vendor, group, channel or function."""

    lever: str
    amount: Decimal
    vendor_id: str | None = None
    group: str | None = None
    channel_id: str | None = None
    function: str | None = None
    starts: date | None = Field(default=None, alias="from")
    days: int | None = None
    frozen_days: int | None = None
    reserve_days: int | None = None

    @model_validator(mode="after")
    def _fits_its_lever(self) -> "ShockRow":
        if self.lever not in NAMED_LEVERS:
            hint = nearest(self.lever, NAMED_LEVERS)
            raise ValueError(Message('"{lever}" is not a lever{hint}', lever=self.lever, hint=hint))
        if self.lever.endswith("_days") and (self.amount < 0 or self.amount % 1):
            wrong = "{lever} takes whole days, 0 or more, not {amount}"
            raise ValueError(Message(wrong, lever=self.lever, amount=str(self.amount)))
        return self


class Response(Strict):
    """How customers and the merchant react."""

    pass_through: Decimal | None = None
    price_elasticity: Decimal | None = None
    recapture_share: Decimal = Field(default=Decimal(0), ge=0, le=1)


class Scenario(Strict):
    """A scenario as in scenarios.yml."""

    scenario_id: str
    name: str
    name_de: str | None = None
    shocks: list[ShockRow] = Field(min_length=1)
    response: Response = Response()
    sources: list[str] = []
    sources_de: list[str] = []
    evidence: list[str] = []
    origin: Literal["ready", "own"] = "own"


def scenarios(folder: Path) -> list[Scenario]:
    """The ready library and then the shop's own scenarios.yml; InputError names file and key of a wrong one."""
    found = []
    for path, origin in ((REFERENCE / "scenarios.yml", "ready"), (folder / "scenarios.yml", "own")):
        if not path.exists():
            continue
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or []
            listed = content["scenarios"] if isinstance(content, dict) and "scenarios" in content else content
            found += [Scenario.model_validate({**row, "origin": origin}) for row in listed]
        except yaml.YAMLError as problem:
            mark = getattr(problem, "problem_mark", None)
            raise InputError(
                "{file} line {line}: {problem}. {form}",
                file=path.name,
                line=str(mark.line + 1) if mark else "?",
                problem=" ".join(str(getattr(problem, "problem", problem)).split()),
                form=FORM,
            ) from None
        except ValidationError as problem:
            known = [key for part in (Scenario, ShockRow, Response) for key in part.model_fields]
            reason = in_words(problem, known)
            raise InputError("{file}: {reason}. {form}", file=path.name, reason=reason, form=FORM) from None
        except (TypeError, AttributeError):
            raise InputError("{file} is not a list of scenarios. {form}", file=path.name, form=FORM) from None
    return found
