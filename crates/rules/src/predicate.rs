//! Predicates: pure, total, two-valued questions about one sign-in. A missing value satisfies no test; `Not` is the plain
//! complement.

use std::ops::{BitAnd, BitOr, Not};

use entrasift_core::field::catalogue::{self};
use entrasift_core::text::words::{flag, fold_word};
use entrasift_core::{ABSENT, Evidence, Field, FieldSet, Status};

use crate::derive::derived::Legacy;
use crate::derive::outcome::Class;
use crate::derive::row::{Row, View};
use crate::derive::{is_sync_name, is_sync_user};
use crate::memo::Memo;
use crate::setting::{Setting, Value};
use crate::tenant::{PlannedTest, Tenant};

/// A question about one sign-in.
#[derive(Debug, Clone)]
pub enum Predicate {
    /// All hold (none: always true).
    All(Vec<Predicate>),
    /// One holds (none: never true).
    Any(Vec<Predicate>),
    /// It does not hold.
    Not(Box<Predicate>),
    /// The field's value passes the test.
    Is(Field, Test),
    /// What became of it.
    Status(Status),
    /// It is a user's, not a workload's.
    User,
    /// It belongs to a declared break-glass account.
    BreakGlass,
    /// It is a planned test of a break-glass account (which one, and the test); empty until a tenant is known.
    Planned(Vec<(u16, PlannedTest)>),
    /// Its client app is legacy.
    LegacyClient,
    /// It is ROPC by protocol or user agent, with a client app that is not legacy.
    Ropc,
    /// It is interactive; unknown counts as interactive.
    Interactive,
    /// It is a success of one of these classes.
    Class(Vec<Class>),
    /// One of its authentication steps proves this, in the row or in a companion.
    Step(Evidence),
}

/// A test of one value.
#[derive(Debug, Clone)]
pub enum Test {
    /// There is a value.
    Present,
    /// It is this word: case, spaces and hyphens do not matter.
    Word(&'static str),
    /// It is one of these words: case, spaces and hyphens do not matter.
    Among(Words),
    /// It contains this text, in any case.
    Contains(&'static str),
    /// It contains one of these texts, in any case.
    ContainsAny(Words),
    /// It says no (`false`, `no`, `0`).
    No,
    /// It is the name of a directory-synchronisation account.
    SyncAccount,
    /// It is one of these error codes.
    Codes(&'static [i64]),
    /// It is a code of class `failure` in one of these categories of the catalogue.
    FailureIn(&'static [&'static str]),
    /// It is a code that says that the password, or another first factor, was right.
    CredentialAccepted,
}

/// Words to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// Words that the rule itself names.
    These(&'static [&'static str]),
    /// The words of a setting of the rule, given by its name.
    Setting(&'static str),
    /// The words in effect of a setting.
    Set(Vec<String>),
}

impl Words {
    fn any(&self, holds: impl Fn(&str) -> bool) -> bool {
        match self {
            Words::These(words) => words.iter().any(|word| holds(word)),
            Words::Setting(_) => false,
            Words::Set(words) => words.iter().any(|word| holds(word)),
        }
    }

    fn settled(&self, settings: &[Setting]) -> Words {
        let Words::Setting(name) = self else { return self.clone() };
        let setting = settings.iter().find(|setting| setting.name == *name);
        Words::Set(match setting.map(|setting| &setting.value) {
            Some(Value::Words(words)) => words.clone(),
            _ => Vec::new(),
        })
    }
}

impl Test {
    fn settled(&self, settings: &[Setting]) -> Test {
        match self {
            Test::Among(words) => Test::Among(words.settled(settings)),
            Test::ContainsAny(words) => Test::ContainsAny(words.settled(settings)),
            test => test.clone(),
        }
    }

    /// Whether a value that is present passes.
    pub fn passes(&self, value: &str) -> bool {
        match self {
            Test::Present => true,
            Test::Word(word) => fold_word(value) == fold_word(word),
            Test::Among(words) => words.any(|word| fold_word(value) == fold_word(word)),
            Test::Contains(part) => value.to_lowercase().contains(&part.to_lowercase()),
            Test::ContainsAny(words) => {
                let value = value.to_lowercase();
                words.any(|word| value.contains(&word.to_lowercase()))
            }
            Test::No => flag(value) == Some(false),
            Test::SyncAccount => is_sync_user(&value.to_lowercase()) || is_sync_name(value),
            Test::Codes(codes) => value.trim().parse().is_ok_and(|code| codes.contains(&code)),
            Test::FailureIn(categories) => {
                let entry = value.trim().parse().ok().and_then(catalogue::error_code);
                entry.is_some_and(|entry| {
                    entry.class == catalogue::CodeClass::Failure && categories.contains(&entry.category)
                })
            }
            Test::CredentialAccepted => {
                let entry = value.trim().parse().ok().and_then(catalogue::error_code);
                entry.is_some_and(|entry| entry.credential_accepted == catalogue::CredentialAccepted::Yes)
            }
        }
    }
}

impl Predicate {
    /// The fields that it reads.
    pub fn fields(&self) -> FieldSet {
        match self {
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().fold(FieldSet::EMPTY, |set, part| set.union(part.fields()))
            }
            Predicate::Not(part) => part.fields(),
            Predicate::Is(field, _) => FieldSet::new([*field]),
            Predicate::LegacyClient => FieldSet::new([Field::ClientApp]),
            Predicate::Ropc => FieldSet::new([Field::Protocol, Field::UserAgent]),
            Predicate::Step(_) => FieldSet::new([Field::Steps]),
            _ => FieldSet::EMPTY,
        }
    }

    /// The fields whose columns are read when it is asked.
    pub fn columns(&self) -> FieldSet {
        match self {
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().fold(FieldSet::EMPTY, |set, part| set.union(part.columns()))
            }
            Predicate::Not(part) => part.columns(),
            Predicate::Is(field, _) => FieldSet::new([*field]),
            _ => FieldSet::EMPTY,
        }
    }

    /// The first field without which it cannot be answered for a file that fills these: every part of a conjunction is needed, and
    /// one of a disjunction.
    pub fn lacks(&self, fills: FieldSet) -> Option<Field> {
        match self {
            Predicate::All(parts) => parts.iter().find_map(|part| part.lacks(fills)),
            Predicate::Any(parts) => {
                let lacking: Option<Vec<Field>> = parts.iter().map(|part| part.lacks(fills)).collect();
                lacking?.first().copied()
            }
            Predicate::Not(part) => part.lacks(fills),
            Predicate::Ropc => {
                let fields = [Field::Protocol, Field::UserAgent];
                (!fields.iter().any(|field| fills.contains(*field))).then_some(Field::Protocol)
            }
            other => other.fields().iter().find(|field| !fills.contains(*field)),
        }
    }

    /// The same predicate, with the words of settings filled in.
    #[must_use]
    pub fn settled(&self, settings: &[Setting]) -> Predicate {
        self.with(&|leaf| match leaf {
            Predicate::Is(field, test) => Predicate::Is(*field, test.settled(settings)),
            other => other.clone(),
        })
    }

    /// The same predicate, with what is known about a tenant filled in.
    #[must_use]
    pub fn for_tenant(&self, tenant: &Tenant) -> Predicate {
        self.with(&|leaf| match leaf {
            Predicate::Planned(_) => Predicate::Planned(tenant.planned_by_account()),
            other => other.clone(),
        })
    }

    /// The same predicate, with other leaves.
    fn with(&self, leaf: &impl Fn(&Predicate) -> Predicate) -> Predicate {
        let all = |parts: &[Predicate]| parts.iter().map(|part| part.with(leaf)).collect();
        match self {
            Predicate::All(parts) => Predicate::All(all(parts)),
            Predicate::Any(parts) => Predicate::Any(all(parts)),
            Predicate::Not(part) => Predicate::Not(Box::new(part.with(leaf))),
            one => leaf(one),
        }
    }

    /// It needs the class of a success.
    pub fn reads_class(&self) -> bool {
        match self {
            Predicate::All(parts) | Predicate::Any(parts) => parts.iter().any(Predicate::reads_class),
            Predicate::Not(part) => part.reads_class(),
            Predicate::Class(_) => true,
            _ => false,
        }
    }

    /// Ready to be asked, with answers remembered for each distinct value.
    pub fn compile(&self) -> Question {
        match self {
            Predicate::All(parts) => Question::All(parts.iter().map(Predicate::compile).collect()),
            Predicate::Any(parts) => Question::Any(parts.iter().map(Predicate::compile).collect()),
            Predicate::Not(part) => Question::Not(Box::new(part.compile())),
            Predicate::Is(field, test) => Question::Is(*field, test.clone(), Memo::default()),
            other => Question::Derived(other.clone()),
        }
    }
}

impl BitAnd for Predicate {
    type Output = Predicate;
    fn bitand(self, other: Predicate) -> Predicate {
        match self {
            Predicate::All(mut parts) => {
                parts.push(other);
                Predicate::All(parts)
            }
            first => Predicate::All(vec![first, other]),
        }
    }
}

impl BitOr for Predicate {
    type Output = Predicate;
    fn bitor(self, other: Predicate) -> Predicate {
        Predicate::Any(vec![self, other])
    }
}

impl Not for Predicate {
    type Output = Predicate;
    fn not(self) -> Predicate {
        Predicate::Not(Box::new(self))
    }
}

/// A predicate that remembers its answers for the values of one worker's dictionaries.
#[derive(Debug)]
pub enum Question {
    /// All hold.
    All(Vec<Question>),
    /// One holds.
    Any(Vec<Question>),
    /// It does not hold.
    Not(Box<Question>),
    /// A test of a field, with the answers so far.
    Is(Field, Test, Memo<bool>),
    /// A question about what is derived.
    Derived(Predicate),
}

impl Question {
    /// The rows of a batch for which it holds, classes left aside. Asks the first part of a conjunction of every row, column-wise,
    /// and the rest only of those that are left.
    pub fn rows(&mut self, view: View<'_>, rows: &mut Vec<u32>) {
        rows.clear();
        match self {
            Question::All(parts) if !parts.is_empty() => {
                parts[0].rows(view, rows);
                let rest = &mut parts[1..];
                rows.retain(|row| rest.iter_mut().all(|part| part.ask(view.row(*row as usize), None)));
            }
            Question::Is(field, test, memo) => {
                let field = *field;
                for row in view.rows() {
                    let symbol = row.symbol(field);
                    if symbol != ABSENT && memo.get(symbol, || test.passes(row.text_of(field, symbol))) {
                        rows.push(row.index() as u32);
                    }
                }
            }
            question => {
                let holding = view.rows().filter(|row| question.ask(*row, None));
                rows.extend(holding.map(|row| row.index() as u32));
            }
        }
    }

    /// Asks about one row; `class` is that of a success, where it is known.
    pub fn ask(&mut self, row: Row<'_>, class: Option<Class>) -> bool {
        match self {
            Question::All(parts) => parts.iter_mut().all(|part| part.ask(row, class)),
            Question::Any(parts) => parts.iter_mut().any(|part| part.ask(row, class)),
            Question::Not(part) => !part.ask(row, class),
            Question::Is(field, test, memo) => {
                let symbol = row.symbol(*field);
                symbol != ABSENT && memo.get(symbol, || test.passes(row.text_of(*field, symbol)))
            }
            Question::Derived(predicate) => derived(predicate, row, class),
        }
    }
}

#[inline]
fn derived(predicate: &Predicate, row: Row<'_>, class: Option<Class>) -> bool {
    match predicate {
        Predicate::Status(status) => row.status() == *status,
        Predicate::User => row.is_user(),
        Predicate::BreakGlass => row.break_glass() != 0,
        Predicate::Planned(tests) => {
            tests.iter().any(|(account, test)| *account == row.break_glass() && test.covers(row.time()))
        }
        Predicate::LegacyClient => row.legacy() == Legacy::Client,
        Predicate::Ropc => row.legacy() == Legacy::Ropc,
        Predicate::Interactive => row.interactive().unwrap_or(true),
        Predicate::Class(classes) => class.is_some_and(|class| classes.contains(&class)),
        Predicate::Step(evidence) => row.steps().has(*evidence),
        _ => false,
    }
}
