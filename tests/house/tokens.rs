//! Rust source as a list of tokens, without comments, and with the contents of literals left out.

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A name or a keyword.
    Word(String),
    /// The two colons of a path.
    Colons,
    /// A literal: text, a character or a number.
    Literal,
    /// Any other character.
    Mark(char),
}

impl Token {
    /// The name or keyword, where it is one.
    pub fn word(&self) -> Option<&str> {
        match self {
            Token::Word(word) => Some(word),
            _ => None,
        }
    }

    /// How much deeper the nesting is after this token: 1, 0 or -1.
    pub fn nesting(&self) -> i32 {
        match self {
            Token::Mark('(' | '[' | '{') => 1,
            Token::Mark(')' | ']' | '}') => -1,
            _ => 0,
        }
    }
}

/// The tokens of a file.
pub fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (token, next) = token_at(&chars, at);
        found.extend(token);
        at = next;
    }
    found
}

/// The token that starts at a place, if it is not space or a comment, and where the next one starts.
fn token_at(chars: &[char], at: usize) -> (Option<Token>, usize) {
    let next = chars.get(at + 1).copied().unwrap_or(' ');
    match chars[at] {
        space if space.is_whitespace() => (None, at + 1),
        '/' if next == '/' => (None, find(chars, at, |char| char == '\n')),
        '/' if next == '*' => (None, after_block_comment(chars, at)),
        '"' => (Some(Token::Literal), after_quoted(chars, at, '"')),
        '\'' => after_tick(chars, at),
        ':' if next == ':' => (Some(Token::Colons), at + 2),
        digit if digit.is_ascii_digit() => (Some(Token::Literal), find(chars, at, |char| !is_of_word(char))),
        start if is_of_word(start) => word_at(chars, at),
        mark => (Some(Token::Mark(mark)), at + 1),
    }
}

/// A word, or the literal that it is the prefix of: `b"…"`, `r#"…"#`, `b'…'`.
fn word_at(chars: &[char], at: usize) -> (Option<Token>, usize) {
    let end = find(chars, at, |char| !is_of_word(char));
    let word: String = chars[at..end].iter().collect();
    let hashes = chars[end..].iter().take_while(|char| **char == '#').count();
    match (word.as_str(), chars.get(end + hashes)) {
        ("r" | "br" | "cr", Some('"')) => {
            let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let inside = end + hashes + 1;
            let length = chars[inside..].windows(closing.len()).position(|window| window == closing);
            (Some(Token::Literal), inside + length.expect("a raw string that ends") + closing.len())
        }
        ("b" | "c", Some('"')) => (Some(Token::Literal), after_quoted(chars, end, '"')),
        ("b", Some('\'')) => (Some(Token::Literal), after_quoted(chars, end, '\'')),
        ("r", Some(_)) if hashes == 1 => word_at(chars, end + 1),
        _ => (Some(Token::Word(word)), end),
    }
}

/// A character literal, or the tick of a lifetime, whose name then counts as a literal, too.
fn after_tick(chars: &[char], at: usize) -> (Option<Token>, usize) {
    let is_lifetime =
        chars.get(at + 1).is_some_and(|char| is_of_word(*char)) && chars.get(at + 2) != Some(&'\'');
    let end = match is_lifetime {
        true => find(chars, at + 1, |char| !is_of_word(char)),
        false => after_quoted(chars, at, '\''),
    };
    (Some(Token::Literal), end)
}

/// Where a quoted literal ends, whose opening quote stands at `at`.
fn after_quoted(chars: &[char], at: usize, quote: char) -> usize {
    let mut at = at + 1;
    while chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Where a block comment ends; such comments nest.
fn after_block_comment(chars: &[char], at: usize) -> usize {
    let (mut at, mut depth) = (at + 2, 1);
    while depth > 0 {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => (at, depth) = (at + 2, depth + 1),
            ('*', '/') => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    at
}

/// The first place from `at` on whose character is wanted, or the end.
fn find(chars: &[char], at: usize, wanted: impl Fn(char) -> bool) -> usize {
    chars[at..].iter().position(|char| wanted(*char)).map_or(chars.len(), |length| at + length)
}

fn is_of_word(char: char) -> bool {
    char == '_' || char.is_alphanumeric()
}
