#!/usr/bin/env python3
"""Overdue loans, penalty interest and sweeps, worked out independently of the product: exact fractions, one rounding at the end.

    python3 domain/tests/oracle/overdue.py > domain/tests/data/overdue.jsonl

Each line is one agent with one or two loans and money that comes in on some dates. `due` money is what the wallet holds at the close of a
date, `swept` money what comes in while something is overdue. Seeded: the same lines every time.
"""
import json
import random
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction


def half_up(exact):
    """To the fen, exactly half upwards."""
    return int((exact * 2 + 1) // 2)


def add_months(day, months):
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class Loan:
    def __init__(self, principal, rate, basis, method, length, credited_on, multiplier, grace, minimum):
        self.rate, self.basis, self.multiplier = rate, basis, multiplier
        self.grace, self.minimum = grace, minimum
        self.parts = []  # [due, principal, interest, paid_principal, paid_interest, paid_penalty, fen_days]
        if method == "bullet":
            due = credited_on + timedelta(days=length)
            self.add(due, principal, half_up(principal * rate * length / basis))
        else:
            left, opens = principal, credited_on
            monthly = rate / 12
            if method == "equal_instalments":
                growth = (1 + monthly) ** length
                level = half_up(principal * monthly * growth / (growth - 1)) if rate else half_up(Fraction(principal, length))
            for number in range(1, length + 1):
                due = add_months(credited_on, number)
                if method == "interest_monthly":
                    interest = half_up(principal * rate * (due - opens).days / basis)
                    part = principal if number == length else 0
                else:
                    interest = half_up(left * monthly)
                    part = principal // length if method == "equal_principal" else level - interest
                    if number == length:
                        part = left
                self.add(due, part, interest)
                left, opens = left - part, due
        self.seen = credited_on

    def add(self, due, principal, interest):
        self.parts.append({"due": due, "principal": principal, "interest": interest, "paid": [0, 0, 0], "weight": 0})

    def pass_to(self, on):
        for part in self.parts:
            begin = max(part["due"], self.seen)
            if on > begin:
                part["weight"] += (part["principal"] - part["paid"][2]) * (on - begin).days
        self.seen = max(self.seen, on)

    def owed(self, on):
        """Of each instalment that is due: penalty, interest, principal. `pass_to` was called."""
        total, charged, owed = 0, 0, []
        for part in self.parts:
            if part["due"] > on:
                break
            total += part["weight"]
            rounded = half_up(total * self.rate * self.multiplier / self.basis)
            penalty = rounded - charged - part["paid"][0]
            charged = rounded
            owed.append([penalty, part["interest"] - part["paid"][1], part["principal"] - part["paid"][2]])
        return owed

    def overdue_since(self, on):
        unpaid = [(part["due"], part["principal"] - part["paid"][2] + part["interest"] - part["paid"][1])
                  for part in self.parts if part["due"] < on]
        first = next((due for due, left in unpaid if left > 0), None)
        if first is None or first + timedelta(days=self.grace) >= on or sum(left for _, left in unpaid) < self.minimum:
            return None
        return first


def pay(loans, on, money, kind):
    """By due date over all loans, then loan number. Gives penalty, interest and principal for each loan."""
    told = [[0, 0, 0] for _ in loans]
    owed, wanted = [], []
    for place, loan in enumerate(loans):
        loan.pass_to(on)
        owed.append(loan.owed(on))
        if kind == "swept" and loan.overdue_since(on) is None:
            continue
        for number, part in enumerate(loan.parts):
            if part["due"] < on or (kind == "due" and part["due"] == on):
                wanted.append((part["due"], place, number))
    for _, place, number in sorted(wanted):
        for what in range(3):
            taken = min(money, owed[place][number][what])
            money -= taken
            loans[place].parts[number]["paid"][what] += taken
            told[place][what] += taken
    return told


def yuan(fen):
    return f"{Decimal(fen) / 100:.2f}"


def case(dice, number):
    loans, terms = [], []
    first = date(2026, 1, 1) + timedelta(days=dice.randrange(500))
    for place in range(dice.choice([1, 1, 2, 2, 3])):
        method = dice.choice(["bullet", "bullet", "interest_monthly", "equal_instalments", "equal_principal"])
        length = dice.choice([7, 14, 30, 45, 60, 90]) if method == "bullet" else dice.randrange(1, 13)
        rate = dice.choice(["0.06", "0.072", "0.0855", "0.12", "0.144", "0.16", "0.1333"])
        basis = dice.choice([360, 365])
        multiplier = dice.choice(["1", "1.25", "1.5", "2"])
        grace, minimum = dice.choice([0, 0, 0, 1, 3]), dice.choice([1, 100, 100, 500])
        principal = dice.choice([dice.randrange(10_000, 200_000), dice.randrange(500_000, 9_000_000), 3_000_000])
        credited_on = first + timedelta(days=place * dice.randrange(0, 20))
        loans.append(Loan(principal, Fraction(rate), basis, method, length, credited_on, Fraction(multiplier), grace, minimum))
        tenor = f"{length}d" if method == "bullet" else f"{length}m"
        terms.append({
            "principal": yuan(principal), "credited_on": str(credited_on),
            "terms": {"annual_rate": rate, "day_count": f"act_{basis}", "method": method, "tenor": tenor,
                      "penalty_multiplier": multiplier, "grace_days": grace, "minimum_overdue": yuan(minimum)},
        })
    last = max(part["due"] for loan in loans for part in loan.parts) + timedelta(days=40)
    on = min(loan.parts[0]["due"] for loan in loans)
    events = []
    while on < last and len(events) < 12:
        kind = dice.choice(["due", "due", "swept"])
        money = dice.choice([0, dice.randrange(1, 5_000), dice.randrange(1, 200_000), dice.randrange(1, 4_000_000)])
        told = pay(loans, on, money, kind)
        tomorrow = on + timedelta(days=1)
        since = [loan.overdue_since(tomorrow) for loan in loans]
        for loan in loans:
            loan.pass_to(on)
        events.append({
            "on": str(on), "kind": kind, "money": yuan(money),
            "paid": [[yuan(fen) for fen in part] for part in told],
            "overdue_since": [str(day) if day else None for day in since],
            "owed": [yuan(sum(sum(part) for part in loan.owed(on))) for loan in loans],
        })
        on += timedelta(days=dice.choice([1, 1, 2, 5, 9, 17, 30]))
    return {"case": number, "loans": terms, "events": events}


if __name__ == "__main__":
    dice = random.Random(20261120)
    for number in range(1, 601):
        print(json.dumps(case(dice, number), separators=(",", ":")))
