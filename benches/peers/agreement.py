"""Do all ways give the same answers? `agreement.py ENTRASIFT FILE ANSWER…` compares; exit code 1 where they differ.

An ANSWER is what duck.py, polar.py or xan.py printed; they are compared with each other in full. entrasift is compared where
it answers the same question: legacy dependencies (its ROPC entries left out, devices added up), break-glass rows, totals per hour,
and that its failed challenges, to which it adds prompts left open, are not fewer. Its word on success without MFA is another one: the ladder of docs/definitions.md.
"""

import collections
import json
import subprocess
import sys

import job


def read(path):
    with open(path, encoding="utf-8") as lines:
        return {tuple(row[:3]): tuple(row[3:]) for row in map(json.loads, lines)}


def ask(entrasift, command, path):
    words = [entrasift, command, path, "--format", "json"]
    for account in job.GLASS:
        words += ["--break-glass", account]
    return json.loads(subprocess.run(words, capture_output=True, check=True).stdout)


def of_entrasift(entrasift, path):
    """Its answers to the questions legacy, glass and hour."""
    found = collections.Counter(), collections.Counter()

    def add(key, rows, successes):
        found[0][key] += rows
        found[1][key] += successes

    for one in ask(entrasift, "legacy", path)["dependencies"]:
        if one["client_app"] != "ROPC":
            add(("legacy", one["user"], one["client_app"]), one["count"], one["success"])
    for one in ask(entrasift, "break-glass", path)["events"]:
        add(("glass", one["account"], f"{one['time']} {one['app']} {one['error_code']}"), 1, 0)
    for one in ask(entrasift, "analyze", path)["timeline"]:
        rows = one["success"] + one["failure"] + one["interrupted"]
        if rows:
            add(("hour", one["hour"][:13], ""), rows, one["success"])
    return {key: (rows, found[1][key]) for key, rows in found[0].items()}


def failed_challenges(entrasift, path):
    """Failed challenges and prompts that were left open."""
    findings = ask(entrasift, "analyze", path)["findings"]
    return next((one["signins"] for one in findings if one["rule"] == "failed-mfa"), 0)


def differences(name, ours, theirs, questions):
    ours, theirs = ({key: row for key, row in rows.items() if key[0] in questions} for rows in (ours, theirs))
    different = [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
    for key in sorted(different)[:5]:
        print(f"  {name}: {key}: {ours.get(key)} and {theirs.get(key)}")
    return len(different)


def main(entrasift, path, answers):
    first, *others = [read(answer) for answer in answers]
    wrong = sum(differences(name, first, other, {key[0] for key in first}) for name, other in zip(answers[1:], others))
    wrong += differences("entrasift", of_entrasift(entrasift, path), first, {"legacy", "glass", "hour"})
    challenges = sum(rows for key, (rows, _) in first.items() if key[0] == "mfa" and key[1] not in job.GLASS)
    found = failed_challenges(entrasift, path)
    if found < challenges:
        print(f"  entrasift: {found} failed challenges and open prompts, the others {challenges} failed challenges")
        wrong += 1
    counts = collections.Counter(key[0] for key in first)
    print(f"answers: {len(others) + 2} ways, {dict(counts)} rows, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
